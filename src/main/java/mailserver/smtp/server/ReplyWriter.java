package mailserver.smtp.server;

import java.io.IOException;
import mailserver.smtp.Reply;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;

/** Puts replies on the wire, for a transcript to see. */
final class ReplyWriter {
    /** RFC 4954 §6. */
    private final Connection connection;

    private final Transcript transcript;

    ReplyWriter(Connection connection, Transcript transcript) {
        this.connection = connection;
        this.transcript = transcript;
    }

    void send(Reply reply) throws IOException {
        for (String line : reply.wireLines()) {
            transcript.sent(line);
            connection.write(line + "\r\n");
        }
    }
}
