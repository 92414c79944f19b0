package mailserver.smtp.server;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import mailserver.mail.Envelope;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.smtp.server.MailHandler.Incoming;
import mailserver.wire.OctetSink;
import mailserver.wire.text.IpText;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/** A message on its way from the wire to the handler, in lines that end in LF. Closed without {@link #finish}, it never was. */
final class Reception implements OctetSink, Closeable {
    private final Envelope envelope;
    private final Incoming incoming;
    private final DataLimiter gate;

    /** @param mostOctets how large it may be, its line ends counted as CRLF */
    Reception(Envelope envelope, Incoming incoming, long mostOctets) {
        this.envelope = envelope;
        this.incoming = incoming;
        this.gate = new DataLimiter(envelope.id(), incoming, mostOctets);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        gate.write(octets, offset, length);
    }

    /** What has come so far, its line ends counted as CRLF. */
    long wireOctets() {
        return gate.wireOctets();
    }

    /** From here on the message is thrown away. */
    void refuse(Reply reply) {
        gate.refuse(reply);
    }

    /** What to answer instead of taking the message, if anything. */
    Optional<Reply> refusal() {
        return gate.refusal();
    }

    /** The message is whole. */
    Reply finish(Client client) {
        if (gate.refusal().isPresent()) {
            return gate.refusal().get();
        }
        // Before it is handed on: what becomes of it is told behind this, and what keeps it from being taken, too.
        Logger.info(LogLine.of(envelope.id())
                .with(
                        "client",
                        (client.hello().isEmpty() ? "unknown" : client.hello()) + "[" + IpText.of(client.address())
                                + "]")
                .with("user", client.login())
                .with("from", envelope.sender())
                .with("size", gate.wireOctets())
                .with("nrcpt", envelope.recipients().size())
                // RFC 6710 §4.1 item 3.
                .with("priority", envelope.parameters().timing().priority())
                .status("received"));
        try {
            incoming.commit();
        } catch (RefusedException e) {
            return e.reply();
        } catch (MailboxFullException e) {
            return MailboxFullException.reply(e.getMessage());
        } catch (IOException e) {
            return DataLimiter.storageTrouble(envelope.id(), e);
        }
        return StandardReplies.queued(envelope.id());
    }

    @Override
    public void close() {
        incoming.close();
    }
}
