package mailserver.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailserver.SplitPoints;
import mailserver.mail.MessageIds;
import mailserver.wire.BareNewlines;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 5321 §2.3.8 and RFC 2920 §3.2: the same dialogue, whatever packets it comes in. */
class SessionSplitTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");

    /**
     * @param says   what the client says
     * @param hears  the codes of the replies
     * @param stored what comes after the trace lines of each message taken
     */
    private record Script(String name, BareNewlines rule, String says, String hears, List<String> stored) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Script script(String name, String says, String hears, String... stored) {
        return new Script(name, BareNewlines.NORMALIZE, says, hears, List.of(stored));
    }

    private static Script strict(String name, String says, String hears, String... stored) {
        return new Script(name, BareNewlines.REFUSE, says, hears, List.of(stored));
    }

    private static String chunk(String text) {
        return "BDAT " + SplitPoints.octets(text).length + "\n" + text;
    }

    private static String lastChunk(String text) {
        return "BDAT " + SplitPoints.octets(text).length + " LAST\n" + text;
    }

    static Stream<Script> scripts() {
        return Stream.concat(dialogues(), chunks());
    }

    private static Stream<Script> dialogues() {
        return Stream.of(
                script(
                        "each verb",
                        """
                        EHLO client.example
                        HELO client.example
                        NOOP and more
                        HELP
                        VRFY ann
                        EXPN staff
                        MAIL FROM:<ann@client.example> SIZE=100 BODY=8BITMIME
                        RSET
                        MAIL FROM:<>
                        RCPT TO:<bob@example.lan>
                        RCPT TO:<nobody@example.lan>
                        DATA
                        Subject: one

                        text
                        .
                        QUIT
                        """,
                        "220 250 250 250 214 252 502 250 250 250 250 550 354 250 221",
                        "Subject: one\n\ntext\n"),
                script("no line end is CRLF", """
                        ehlo a<LF>mail from: a@b<LF>rcpt to: c@d<LF>data<LF>x
                        .
                        quit<LF>""", "220 250 250 250 354 250 221", "x\n"),
                script(
                        "two messages and all their commands at once",
                        """
                        EHLO a
                        MAIL FROM:<a@b>
                        RCPT TO:<c@d>
                        RCPT TO:<e@f>
                        DATA
                        one
                        .
                        MAIL FROM:<g@h>
                        RCPT TO:<i@j>
                        DATA
                        .
                        QUIT
                        """,
                        "220 250 250 250 250 354 250 250 250 354 250 221",
                        "one\n",
                        ""),
                script(
                        "more behind the data than fits in a small buffer",
                        "MAIL FROM:<a@b>\nRCPT TO:<c@d>\nDATA\nx\n.\n" + ("NOOP " + "x".repeat(600) + "\n").repeat(2),
                        "220 250 250 354 250 250 250",
                        "x\n"),
                script("dots", """
                        MAIL FROM:<a@b>
                        RCPT TO:<c@d>
                        DATA
                        ..
                        ...
                        .a
                        a.
                         .
                        .
                        NOOP
                        """, "220 250 250 354 250 250", ".\n..\na\na.\n .\n"),
                script(
                        "nothing but CRLF dot CRLF ends the data",
                        """
                        MAIL FROM:<a@b>
                        RCPT TO:<c@d>
                        DATA
                        a<LF>.<LF>b<LF>.
                        c<CR>.<CR>d
                        .<LF>e
                        .<CR>f
                        .<CR><CR><LF>g<CR>
                        .
                        QUIT
                        """,
                        "220 250 250 354 250 221",
                        "a\n.\nb\n.\nc\n.\nd\n\ne\n\nf\n\n\ng\n\n"),
                script(
                        "too large, and then one that is not",
                        """
                        MAIL FROM:<a@b> SIZE=301
                        MAIL FROM:<a@b>
                        RCPT TO:<c@d>
                        DATA
                        %s
                        .
                        MAIL FROM:<a@b>
                        RCPT TO:<c@d>
                        DATA
                        small
                        .
                        """.formatted("x".repeat(310)),
                        "220 552 250 250 354 552 250 250 354 250",
                        "small\n"),
                script("out of order", """
                        RCPT TO:<c@d>
                        DATA
                        MAIL FROM:<a@b>
                        MAIL FROM:<a@b>
                        DATA
                        RCPT TO:<c@d>
                        HELO a
                        RCPT TO:<c@d>
                        QUIT now
                        QUIT
                        """, "220 503 503 250 503 554 250 250 503 501 221"),
                script("what is no command", """
                        WHAT
                        NOOP <NUL>
                        NOOP <CR>x
                        NOOP \u00e9
                        MAIL FROM:a b
                        RCPT FROM:<a@b>
                        MAIL FROM:<a@b> X=Y
                        NOOP
                        """, "220 500 500 500 500 501 501 555 250"),
                script("a line that is too long", "NOOP " + "x".repeat(2044) + "\nNOOP\n", "220 500 250"),
                script("a line as long as may be", "NOOP " + "x".repeat(2043) + "\n", "220 250"),
                script("too many errors", "HELO a\n" + "WHAT\n".repeat(10), "220 250" + " 500".repeat(8) + " 421"),
                script("no command, again and again", "WHAT\n".repeat(10), "220 500 500 421"),
                script("it goes away within a command", "NOOP\nNOO", "220 250"),
                script("it goes away within the data", """
                        MAIL FROM:<a@b>
                        RCPT TO:<c@d>
                        DATA
                        text
                        .""", "220 250 250 354"),
                strict("a message is refused at its true end", """
                        MAIL FROM:<a@b>
                        RCPT TO:<c@d>
                        DATA
                        a<LF>.<LF>QUIT
                        .
                        MAIL FROM:<a@b>
                        RCPT TO:<c@d>
                        DATA
                        clean
                        .
                        """, "220 250 250 354 550 250 250 354 250", "clean\n"),
                script("nothing", "", "220"));
    }

    /** RFC 3030 §2. */
    private static Stream<Script> chunks() {
        String envelope = "MAIL FROM:<a@b>\nRCPT TO:<c@d>\n";
        return Stream.of(
                script(
                        "a chunk ends where it says",
                        envelope + chunk("one\n.\nQUIT\n") + chunk("") + lastChunk("two") + "QUIT\n",
                        "220 250 250 250 250 250 221",
                        "one\n.\nQUIT\ntwo"),
                script(
                        "a line end is cut by the end of a chunk",
                        envelope + chunk("a<CR>") + chunk("<LF>b<CR>") + lastChunk("c<CR>"),
                        "220 250 250 250 250 250",
                        "a\nb\nc\n"),
                script("an empty message", envelope + lastChunk(""), "220 250 250 250", ""),
                script(
                        "two messages and all their commands at once",
                        envelope + lastChunk("one\n") + envelope + chunk("two") + lastChunk("\n"),
                        "220 250 250 250 250 250 250 250",
                        "one\n",
                        "two\n"),
                script(
                        "chunks that nobody wants",
                        chunk("QUIT\n") + "MAIL FROM:<a@b>\n" + chunk("QUIT\n") + lastChunk("QUIT\n") + "NOOP\n",
                        "220 503 250 554 503 250"),
                script(
                        "out of order",
                        envelope + chunk("a\n") + "RCPT TO:<e@f>\nDATA\nMAIL FROM:<a@b>\nNOOP\nRSET\n"
                                + lastChunk("b\n"),
                        "220 250 250 250 503 503 503 250 250 503"),
                script(
                        "too large, and then one that is not",
                        envelope
                                + chunk("x".repeat(200))
                                + lastChunk("x".repeat(101))
                                + envelope
                                + lastChunk("small\n"),
                        "220 250 250 250 552 250 250 250",
                        "small\n"),
                script(
                        "binary",
                        "MAIL FROM:<a@b> BODY=BINARYMIME\nRCPT TO:<c@d>\nDATA\n"
                                + chunk("MIME-Version: 1.0\nContent-Transfer-Encoding: binary\n")
                                + chunk("Content-Type: x/y\n\n<NUL><CR>")
                                + lastChunk("<LF>.\n"),
                        "220 250 250 503 250 250 250",
                        "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\nContent-Type: x/y\n\nAA0KLg0K\n"),
                script(
                        "binary as large as may be, and larger",
                        "MAIL FROM:<a@b> BODY=BINARYMIME\nRCPT TO:<c@d>\n"
                                + chunk("x".repeat(200))
                                + lastChunk("x".repeat(100))
                                + "MAIL FROM:<a@b> BODY=BINARYMIME\nRCPT TO:<c@d>\n"
                                + chunk("x".repeat(200))
                                + lastChunk("x".repeat(101)),
                        "220 250 250 250 250 250 250 250 552",
                        "x".repeat(300)),
                script("a size that is no number", envelope + "BDAT 5x LAST\nQUIT\nNOOP\n", "220 250 250 501"),
                script("it goes away within a chunk", envelope + "BDAT 7 LAST\nQUIT\n", "220 250 250"),
                strict(
                        "a bare line end in a chunk",
                        envelope
                                + chunk("a<LF>")
                                + chunk("b\n")
                                + envelope
                                + lastChunk("a<CR>")
                                + envelope
                                + lastChunk("a\n"),
                        "220 250 250 550 503 250 250 550 250 250 250",
                        "a\n"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void the_packets_make_no_difference(Script script) throws IOException {
        SplitPoints.Outcome outcome =
                SplitPoints.play(SplitPoints.octets(script.says()), client -> serve(client, script.rule()));
        String codes = outcome.answers().stream()
                .filter(line -> line.startsWith(" ", 3))
                .map(line -> line.substring(0, 3))
                .collect(Collectors.joining(" "));
        assertEquals(script.hears(), codes);
        assertEquals(
                script.stored(),
                outcome.kept().stream().map(SessionSplitTest::text).toList());
    }

    private static List<String> serve(Socket client, BareNewlines rule) throws IOException {
        var handler = new MemoryHandler();
        var settings = new SmtpSettings("mail.lan", 300, 3, 8, Duration.ofSeconds(10), rule);
        var connection = new Connection(client);
        var ids = new MessageIds(() -> NOW);
        // A stranger, of whose words none is added to.
        new Session(connection, false, Access.OPEN, handler, () -> settings, ids, () -> NOW, Transcript.NONE).run();
        return handler.messages();
    }

    /** Behind the date, which ends the Received line. */
    private static String text(String message) {
        String date = "+0000\n";
        return message.substring(message.indexOf(date) + date.length());
    }
}
