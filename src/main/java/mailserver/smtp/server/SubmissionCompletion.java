package mailserver.smtp.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.HeaderCompletion;
import mailserver.mail.Trace;
import mailserver.smtp.server.MailHandler.Incoming;

/**
 * What is done for those who hand in mail here, and for nobody else (RFC 6409 §8): cameras, printers and scripts leave out fields
 * without which their mail is shown as of 1970, or refused.
 *
 * @param submission it is the door for people: what they wrote is a draft until it has come through here
 */
record SubmissionCompletion(Supplier<SmtpSettings> settings, InstantSource clock, boolean submission) {
    /** Who else gets it is nobody's business (RFC 5322 §3.6.3); some programs leave it to us to see to that. */
    private static final Set<String> BLIND = Set.of("bcc", "resent-bcc");

    /** The message, completed on its way to where it comes in. */
    Incoming of(Client client, Envelope envelope, Incoming incoming) {
        return client.mayRelay() ? new Completed(envelope, incoming) : incoming;
    }

    /**
     * RFC 5322 §3.6. Without a reverse-path nobody is known whom the message could be from, and nobody is made up: it may be a report
     * of another server.
     */
    private Map<String, String> fields(Envelope envelope) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("date", "Date: " + Trace.date(clock.instant()) + "\n");
        envelope.sender().address().ifPresent(sender -> fields.put("from", "From: " + mailbox(sender) + "\n"));
        fields.put(
                "message-id",
                "Message-ID: <" + envelope.id() + "@" + settings.get().hostname() + ">\n");
        return fields;
    }

    /** A field, other than a path, has no mailbox without a domain (RFC 5322 §3.4.1). */
    private String mailbox(Address sender) {
        return sender.domain().isEmpty() ? sender + "@" + settings.get().hostname() : sender.toString();
    }

    private final class Completed implements Incoming {
        private final Incoming incoming;
        private final HeaderCompletion header;

        Completed(Envelope envelope, Incoming incoming) {
            this.incoming = incoming;
            this.header = new HeaderCompletion(fields(envelope), submission ? BLIND : Set.of(), incoming);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            header.write(octets, offset, length);
        }

        @Override
        public void commit() throws IOException {
            header.finish();
            incoming.commit();
        }

        @Override
        public void close() {
            incoming.close();
        }
    }
}
