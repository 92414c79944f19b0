package mailserver.smtp.client;

import java.io.IOException;

/**
 * A peer that has offered CHUNKING can't do it. It has not got the message. Whether it took a chunk for commands
 * nobody knows, so the connection is of no more use.
 */
final class ChunkingException extends IOException {
    private static final long serialVersionUID = 1L;

    ChunkingException(String why) {
        super(why);
    }

    ChunkingException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
