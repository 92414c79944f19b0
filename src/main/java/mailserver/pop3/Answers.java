package mailserver.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import mailserver.wire.Connection;
import mailserver.wire.DataWriter;
import mailserver.wire.Transcript;
import mailserver.wire.TranscriptLines;
import org.tinylog.Logger;

/** Writes status lines and multi-line answers (RFC 1939 §3), tells the transcript, and counts the client's mistakes. */
final class Answers {
    private static final int BLOCK = 8 * 1024;
    /** Of a long list, as many lines as a reader of the transcript wants to see. */
    private static final int SHOWN_LINES = 20;

    private final Connection connection;
    private final Transcript transcript;
    private int mistakes;

    Answers(Connection connection, Transcript transcript) {
        this.connection = connection;
        this.transcript = transcript;
    }

    int mistakes() {
        return mistakes;
    }

    void ok(String text) throws IOException {
        status("+OK " + text);
    }

    void error(String text) throws IOException {
        status("-ERR " + text);
    }

    void error(ResponseCode code, String text) throws IOException {
        error(code + " " + text);
    }

    /** An error that a well-behaved client doesn't make over and over. */
    void mistake(String text) throws IOException {
        mistakes++;
        error(text);
    }

    /** A login with the wrong words, which counts as a mistake. */
    void denied(String text) throws IOException {
        mistakes++;
        error(ResponseCode.AUTH, text);
    }

    /** A status line and lines without line ends. */
    void list(String text, Iterable<String> lines) throws IOException {
        ok(text);
        var data = new DataWriter(connection::write);
        int count = 0;
        for (String line : lines) {
            byte[] octets = (line + "\n").getBytes(StandardCharsets.UTF_8);
            data.write(octets, 0, octets.length);
            if (++count <= SHOWN_LINES) {
                transcript.sent(line);
            }
        }
        data.finish();
        if (count > SHOWN_LINES) {
            transcript.sent("(" + (count - SHOWN_LINES) + " more lines)");
        }
        transcript.sent(".");
    }

    /** A status line and a whole message. */
    void message(long octets, InputStream in) throws IOException {
        ok(octets + " octets");
        var data = new DataWriter(connection::write);
        var shown = TranscriptLines.sent(transcript);
        var block = new byte[BLOCK];
        int n;
        while ((n = read(in, block)) > 0) {
            data.write(block, 0, n);
            shown.write(block, 0, n);
        }
        data.finish();
        shown.finish(octets + " octets");
    }

    /** A status line and the beginning of a message. */
    void top(long lines, InputStream in) throws IOException {
        // Bare: what stands behind it is free to RFC 1939 §7, but Wireshark takes it for a number of octets.
        ok("");
        var data = new DataWriter(connection::write);
        var shown = TranscriptLines.sent(transcript);
        var excerpt = new Excerpt(lines);
        var block = new byte[BLOCK];
        int n;
        while (!excerpt.complete() && (n = read(in, block)) > 0) {
            int part = excerpt.take(block, n);
            data.write(block, 0, part);
            shown.write(block, 0, part);
        }
        data.finish();
        shown.finish("headers and " + lines + " lines");
    }

    private static int read(InputStream in, byte[] block) throws IOException {
        try {
            return in.read(block);
        } catch (IOException e) {
            // Told apart from a client that has gone: this is the disk, and somebody should know.
            Logger.warn("a message can't be read to its end: {}", e);
            throw e;
        }
    }

    private void status(String line) throws IOException {
        // A reason may come from an exception's message, and a line end in it would be an answer of its own.
        String clean = line.replaceAll("\\p{Cntrl}", " ").stripTrailing();
        connection.write(clean + "\r\n");
        transcript.sent(clean);
    }
}
