package mailserver.smtp.server;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;

/** One message in the making, from MAIL to the end of its data. RSET and the next message get a new one, whole. */
final class Transaction implements Closeable {
    private final String id;
    private final ReversePath sender;
    private final MailParameters parameters;
    private final List<Recipient> recipients = new ArrayList<>();
    private Optional<ChunkedMessage> chunks = Optional.empty();

    Transaction(String id, ReversePath sender, MailParameters parameters) {
        this.id = id;
        this.sender = sender;
        this.parameters = parameters;
    }

    String id() {
        return id;
    }

    int recipientCount() {
        return recipients.size();
    }

    /** A recipient named twice gets the message once. */
    void add(Recipient recipient) {
        if (recipients.stream().noneMatch(known -> known.address().equals(recipient.address()))) {
            recipients.add(recipient);
        }
    }

    /** True when the message's octets are no lines, so that it can only come in chunks (RFC 3030 §3). */
    boolean isBinary() {
        return parameters.body() == Body.BINARY;
    }

    /** RFC 6531 §3.4. */
    boolean isUtf8() {
        return parameters.utf8();
    }

    /**
     * A binary message is one no longer once it is through our door. Maildir, POP3 and the programs that read either know
     * messages as lines, and so do most peers, so it is encoded as it comes in, once, which RFC 3030 §3 leaves us free to do.
     */
    Envelope envelope() {
        return new Envelope(id, sender, recipients, isBinary() ? parameters.with(Body.EIGHT_BIT) : parameters);
    }

    /** What has come of the message with BDAT; empty before the first chunk. */
    Optional<ChunkedMessage> chunks() {
        return chunks;
    }

    void begin(ChunkedMessage first) {
        chunks = Optional.of(first);
    }

    @Override
    public void close() {
        chunks.ifPresent(ChunkedMessage::close);
    }
}
