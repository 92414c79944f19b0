package mailserver.pop3;

import java.io.IOException;
import java.io.InputStream;
import mailserver.wire.Connection;
import mailserver.wire.DataWriter;
import mailserver.wire.Transcript;
import mailserver.wire.TranscriptLines;
import org.tinylog.Logger;

/** Writes status lines and multi-line answers (RFC 1939 §3), tells the transcript, and counts the client's mistakes. */
final class ReplyWriter {
    private static final int BLOCK = 32 * 1024;
    /** A header is seldom longer. */
    private static final int TOP_BLOCK = 8 * 1024;

    private final Connection connection;
    private final Transcript transcript;
    private final Capabilities capabilities;
    private Language language = Language.DEFAULT;
    private int mistakes;

    ReplyWriter(Connection connection, Transcript transcript, Capabilities capabilities) {
        this.connection = connection;
        this.transcript = transcript;
        this.capabilities = capabilities;
    }

    int mistakes() {
        return mistakes;
    }

    void greet(String hostname) throws IOException {
        status("+OK " + hostname + " POP3 server ready");
    }

    /**
     * The command is done, and there is nothing more to tell. Nothing stands behind it, in no language: scripts compare the whole
     * line.
     */
    void ok() throws IOException {
        status("+OK");
    }

    void ok(ReplyText text) throws IOException {
        status("+OK " + language.say(text));
    }

    /** An answer for programs, in no language. */
    void okData(String data) throws IOException {
        status("+OK " + data);
    }

    /** From this answer on (RFC 6856 §3.2), which begins with the language's tag. */
    void speak(Language chosen) throws IOException {
        language = chosen;
        status("+OK " + chosen.tag() + " " + chosen.say(new ReplyText.LanguageChosen()));
    }

    void error(ReplyText text) throws IOException {
        status("-ERR " + language.say(text));
    }

    void error(ResponseCode code, ReplyText text) throws IOException {
        String prefix = capabilities.sends(code) ? code + " " : "";
        status("-ERR " + prefix + language.say(text));
    }

    /** An error that a well-behaved client doesn't make over and over. */
    void mistake(ReplyText text) throws IOException {
        mistakes++;
        error(text);
    }

    /** A login with the wrong words, which counts as a mistake. */
    void denied(ReplyText text) throws IOException {
        mistakes++;
        error(ResponseCode.AUTH, text);
    }

    /** A status line and lines without line ends. */
    void list(ReplyText text, Iterable<String> lines) throws IOException {
        ListAnswer list = list(text);
        for (String line : lines) {
            list.add(line);
        }
        list.finish();
    }

    /** A status line; the lines are the caller's business. */
    ListAnswer list(ReplyText text) throws IOException {
        ok(text);
        return new ListAnswer(connection, transcript);
    }

    /**
     * A status line and a whole message, octet by octet as it is stored.
     *
     * <p>That goes for a message with UTF-8 in its header, too, although RFC 6856 §2.1 would have a server refuse it, or send
     * something else in its place, until the client has said UTF8. Hardly any client says so and nearly all show such a
     * message well: refused, it would lie in the maildrop for ever, where no program that people use can reach it. A
     * surrogate would have another size than LIST told and another digest than UIDL, and its reader would see less.
     */
    void message(long octets, InputStream in) throws IOException {
        ok(new ReplyText.Octets(octets));
        var data = new DataWriter(connection::write);
        var shown = TranscriptLines.sent(transcript);
        // No more than it needs; but its length may have changed.
        var block = new byte[Math.clamp(octets, 1024, BLOCK)];
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
        // What stands behind it is free to RFC 1939 §7, but Wireshark takes it for a number of octets.
        ok();
        var data = new DataWriter(connection::write);
        var shown = TranscriptLines.sent(transcript);
        var top = new TopFilter(lines);
        var block = new byte[TOP_BLOCK];
        int n;
        while (!top.complete() && (n = read(in, block)) > 0) {
            int part = top.take(block, n);
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
        connection.write(line + "\r\n");
        transcript.sent(line);
    }
}
