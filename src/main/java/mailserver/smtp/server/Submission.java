package mailserver.smtp.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Trace;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.wire.BareNewlines;
import mailserver.wire.ChunkReader;
import mailserver.wire.OctetSink;

/**
 * Takes a message that is handed in whole, without a dialogue, by the rules that a submission by SMTP has (RFC 6409). One recipient who
 * is refused is enough for nothing to be taken: whoever asks once gets one answer.
 */
public final class Submission {
    /** The octets of a message, with any line ends. */
    public interface Text {
        void writeTo(OctetSink sink) throws IOException;
    }

    /**
     * What became of it.
     *
     * @param id    names it in the queue and in the log; empty when it was refused before it had one
     * @param whom  for whom it was refused, where that was for somebody
     * @param reply what a client would have heard over SMTP
     */
    public record Outcome(Optional<String> id, Optional<Address> whom, Reply reply) {}

    private final MailHandler handler;
    private final Supplier<SmtpSettings> settings;
    private final MessageIds ids;
    private final InstantSource clock;

    public Submission(MailHandler handler, Supplier<SmtpSettings> settings, MessageIds ids, InstantSource clock) {
        this.handler = handler;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Hands it in. On disk for everybody when the reply is positive.
     *
     * @param protocol what the Received line says it came with
     * @throws IOException when the text can't be had
     */
    public Outcome submit(Client client, String protocol, ReversePath sender, List<Address> recipients, Text text)
            throws IOException {
        Optional<Outcome> refusal = refusal(client, sender, recipients);
        if (refusal.isPresent()) {
            handler.refused(client, Optional.empty(), refusal.get().reply());
            return refusal.get();
        }
        boolean utf8 = sender.address().filter(Address::needsUtf8).isPresent()
                || recipients.stream().anyMatch(Address::needsUtf8);
        var envelope = new Envelope(
                ids.next(),
                sender,
                recipients.stream().map(Recipient::of).toList(),
                MailParameters.of(Body.EIGHT_BIT).asUtf8(utf8));
        Reply reply = take(client, protocol, envelope, text);
        if (!reply.isPositive()) {
            handler.refused(client, Optional.of(envelope.id()), reply);
        }
        return new Outcome(Optional.of(envelope.id()), Optional.empty(), reply);
    }

    private Optional<Outcome> refusal(Client client, ReversePath sender, List<Address> recipients) {
        if (recipients.isEmpty()) {
            return Optional.of(refused(StandardReplies.NO_VALID_RECIPIENTS));
        }
        if (recipients.size() > settings.get().recipients()) {
            return Optional.of(refused(StandardReplies.TOO_MANY_RECIPIENTS));
        }
        Reply verdict = handler.sender(client, sender);
        if (!verdict.isPositive()) {
            return Optional.of(refused(verdict));
        }
        for (Address recipient : recipients) {
            Reply one = handler.recipient(client, recipient);
            if (!one.isPositive()) {
                return Optional.of(new Outcome(Optional.empty(), Optional.of(recipient), one));
            }
        }
        return Optional.empty();
    }

    private static Outcome refused(Reply reply) {
        return new Outcome(Optional.empty(), Optional.empty(), reply);
    }

    private Reply take(Client client, String protocol, Envelope envelope, Text text) throws IOException {
        String trace = Trace.received(
                client.hello(), client.address(), settings.get().hostname(), protocol, envelope, clock.instant());
        var completion = new SubmissionCompletion(settings, clock, true);
        MailHandler.Incoming incoming;
        try {
            incoming = completion.of(client, envelope, handler.receive(client, envelope, trace));
        } catch (IOException e) {
            return DataLimiter.storageTrouble(envelope.id(), e);
        }
        try (var reception = new Reception(envelope, incoming, settings.get().messageSize())) {
            // What lines end in is of no meaning where the length of the request says where the message ends.
            var lines = new ChunkReader(reception, BareNewlines.NORMALIZE);
            text.writeTo(lines::accept);
            lines.finish();
            return reception.finish(client);
        }
    }
}
