package mailserver.cli.sendmail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.smtp.server.Client;
import mailserver.smtp.server.MailHandler;

/** Takes mail from this machine's own user into the queue. Who may send what to whom is seen when the server takes it from there. */
final class QueueingHandler implements MailHandler {
    private final HomeQueue queue;

    QueueingHandler(HomeQueue queue) {
        this.queue = queue;
    }

    @Override
    public Reply sender(Client client, ReversePath sender) {
        return StandardReplies.SENDER_OK;
    }

    @Override
    public Reply recipient(Client client, Address recipient) {
        return StandardReplies.RECIPIENT_OK;
    }

    @Override
    public Reply verify(Client client, String whom) {
        return Reply.of(252, 1, 5, "the server is down; mail is taken and tried later");
    }

    @Override
    public Reply turn(Client client, String domain, boolean below) {
        return Reply.of(458, 3, 0, "the server is down");
    }

    @Override
    public Incoming receive(Client client, Envelope envelope, String trace) throws IOException {
        Path file = Files.createTempFile("mailserver-sendmail-", ".eml");
        var out = Files.newOutputStream(file);
        return new Incoming() {
            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                out.write(octets, offset, length);
            }

            @Override
            public void commit() throws IOException {
                out.close();
                queue.add(envelope, sink -> {
                    try (var in = Files.newInputStream(file)) {
                        byte[] block = new byte[8192];
                        int n;
                        while ((n = in.read(block)) > 0) {
                            sink.write(block, 0, n);
                        }
                    }
                });
            }

            @Override
            public void close() {
                try {
                    out.close();
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // A file in /tmp that nobody else can read.
                }
            }
        };
    }
}
