package mailserver.pop3;

import java.io.IOException;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;

/** The lines of a multi-line answer (RFC 1939 §3). A maildrop has them by the ten thousand, so they are written in blocks. */
final class ListAnswer {
    private static final int BLOCK = 8 * 1024;
    /** Room for a line of LIST or UIDL; a longer one makes the block grow. */
    private static final int LINE = 128;
    /** As many lines as a reader of the transcript wants to see. */
    private static final int SHOWN_LINES = 20;

    private final Connection connection;
    private final Transcript transcript;
    private final StringBuilder block = new StringBuilder(BLOCK);
    private int count;

    ListAnswer(Connection connection, Transcript transcript) {
        this.connection = connection;
        this.transcript = transcript;
    }

    /** @param line without its end */
    void add(String line) throws IOException {
        block.append(line.startsWith(".") ? "." : "");
        int start = block.length();
        block.append(line);
        end(start);
    }

    /** A line of LIST or UIDL (RFC 1939 §5, §7). */
    void add(int message, String value) throws IOException {
        int start = block.length();
        block.append(message).append(' ').append(value);
        end(start);
    }

    private void end(int start) throws IOException {
        if (++count <= SHOWN_LINES) {
            transcript.sent(block.substring(start));
        }
        block.append("\r\n");
        if (block.length() > BLOCK - LINE) {
            connection.write(block.toString());
            block.setLength(0);
        }
    }

    /** To be called once, behind the last line. */
    void finish() throws IOException {
        connection.write(block.append(".\r\n").toString());
        if (count > SHOWN_LINES) {
            transcript.sent("(" + (count - SHOWN_LINES) + " more lines)");
        }
        transcript.sent(".");
    }
}
