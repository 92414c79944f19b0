package mailserver.smtp.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;

/** Takes every message but for {@code nobody}, and keeps them in memory: the envelope, the trace lines, the text. */
public final class MemoryHandler implements MailHandler {
    private final List<String> messages = new ArrayList<>();

    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public Reply sender(Client client, ReversePath sender) {
        return Reply.of(250, 1, 0, "sender ok");
    }

    @Override
    public Reply recipient(Client client, Address recipient) {
        return recipient.localPart().equals("nobody")
                ? Reply.of(550, 1, 1, "no such user")
                : Reply.of(250, 1, 5, "recipient ok");
    }

    @Override
    public Reply verify(Client client, String whom) {
        return Reply.of(252, 1, 5, "perhaps");
    }

    @Override
    public Reply turn(Client client, String domain, boolean below) {
        return Reply.of(251, 0, 0, "nothing waits for " + domain);
    }

    @Override
    public Incoming receive(Client client, Envelope envelope, String trace) {
        var text = new ByteArrayOutputStream();
        return new Incoming() {
            @Override
            public void write(byte[] octets, int offset, int length) {
                text.write(octets, offset, length);
            }

            @Override
            public void commit() {
                messages.add(envelope + "\n" + trace + text.toString(StandardCharsets.ISO_8859_1));
            }

            @Override
            public void close() {
                // Nothing is held but memory.
            }
        };
    }
}
