package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.TlsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What printers, scanners, power supplies and cameras are known to send: no RFC has it so, and each of them has its mail taken. */
class DevicesTest {
    /** The mailbox of somebody with an address and a password that no encoder leaves on one line. */
    private static final String LONG = "a.scanner.with.quite.a.long.name@our.example";

    private static final String PASSWORD = "correct horse battery staple, and something more behind it";

    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(home, "our.example", "[peers]", "\"peer.example\" = \"127.0.0.1:9\"");
        server.write("etc/accounts", """
                bob@our.example:{PLAIN}secret
                %s:{PLAIN}%s
                """.formatted(LONG, PASSWORD));
        server.server().reload(server.settings());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /**
     * @param says    each line has CRLF behind it, but where {@code <LF>} stands there is an LF alone
     * @param hears   the codes of the replies
     * @param headers what stands in the message as it is kept
     */
    private record Row(String device, String says, String hears, String... headers) {
        @Override
        public String toString() {
            return device;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "HELO and nothing",
                        """
                        HELO
                        MAIL FROM:<bob@our.example>
                        RCPT TO:<bob@our.example>
                        DATA
                        .
                        QUIT
                        """,
                        "220 250 250 250 354 250 221",
                        "Received: from [127.0.0.1] ([127.0.0.1])\n",
                        " with SMTP id "),
                new Row(
                        "EHLO and a blank",
                        """
                        EHLO\s
                        MAIL FROM:<bob@our.example>
                        RCPT TO:<bob@our.example>
                        DATA
                        .
                        """,
                        "220 250 250 250 354 250",
                        "Received: from [127.0.0.1] ([127.0.0.1])\n",
                        " with ESMTP id "),
                new Row("a name with blanks", """
                        EHLO HP LaserJet 4250 (2nd floor)
                        MAIL FROM:<bob@our.example>
                        RCPT TO:<bob@our.example>
                        DATA
                        .
                        """, "220 250 250 250 354 250", "Received: from HP ("),
                new Row("a name with underscores", """
                        HELO PRINT_SERVER_2
                        MAIL FROM:<bob@our.example>
                        RCPT TO:<bob@our.example>
                        DATA
                        .
                        """, "220 250 250 250 354 250", "Received: from PRINT_SERVER_2 ("),
                new Row("no greeting at all", """
                        MAIL FROM:<bob@our.example>
                        RCPT TO:<bob@our.example>
                        DATA
                        .
                        """, "220 250 250 354 250", "Received: from unknown ("),
                new Row("RSET before HELO", """
                        RSET
                        NOOP
                        HELO ups
                        RSET
                        MAIL FROM:<bob@our.example>
                        RCPT TO:<bob@our.example>
                        DATA
                        .
                        """, "220 250 250 250 250 250 250 354 250", "Received: from ups ("),
                new Row("HELO between messages", """
                        HELO ups
                        HELO
                        MAIL FROM:<bob@our.example>
                        RCPT TO:<bob@our.example>
                        DATA
                        .
                        """, "220 250 250 250 250 354 250", "Received: from [127.0.0.1] ("),
                new Row("bare LF in commands", """
                        helo ups<LF>mail from:<bob@our.example><LF>rcpt to:<bob@our.example><LF>data
                        .
                        """, "220 250 250 250 354 250", "Received: from ups ("),
                new Row("no brackets, and blanks", """
                        HELO ups
                        MAIL FROM: bob@our.example
                        RCPT TO : bob@our.example
                        DATA
                        .
                        """, "220 250 250 250 354 250", "Return-Path: <bob@our.example>\n"),
                new Row(
                        "a dot behind each domain",
                        """
                        EHLO ups.our.example.
                        MAIL FROM:<bob@our.example.>
                        RCPT TO:<bob@OUR.example.>
                        DATA
                        .
                        """,
                        "220 250 250 250 354 250",
                        "Return-Path: <bob@our.example>\n",
                        "\tfor <bob@our.example>;"),
                new Row(
                        "two dots are none of that",
                        """
                        HELO ups
                        MAIL FROM:<bob@our.example..>
                        MAIL FROM:<bob@.>
                        MAIL FROM:<bob@our.example>
                        RCPT TO:<bob@our.example.> NOTIFY=NEVER
                        DATA
                        .
                        """,
                        "220 250 501 501 250 250 354 250",
                        "\tfor <bob@our.example>;"),
                new Row(
                        "all at once, nothing waited for, and no QUIT",
                        """
                        HELO
                        MAIL FROM:<bob@our.example>
                        RCPT TO:<bob@our.example>
                        DATA
                        Subject: paper jam

                        tray 2
                        .
                        """,
                        "220 250 250 250 354 250",
                        "Subject: paper jam\n\ntray 2\n"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_a_device_sends_is_taken(Row row) throws IOException {
        try (Dialogue device = Dialogue.with(server.smtpPort())) {
            device.sendRaw(row.says().replace("\n", "\r\n").replace("<LF>", "\n"));
            for (String code : row.hears().split(" ")) {
                device.expectReply(Integer.parseInt(code));
            }
            if (row.says().contains("QUIT")) {
                device.expectEnd();
            }
        }
        List<Path> mail = server.mail("our.example", "bob");
        assertEquals(1, mail.size());
        String message = TestServer.text(mail.getFirst());
        for (String header : row.headers()) {
            assertTrue(message.contains(header), message);
        }
    }

    @Test
    void a_dot_behind_a_peers_domain_is_not_sent_on() throws IOException {
        try (Dialogue device = Dialogue.with(server.smtpPort())) {
            device.talk("""
                    C: HELO
                    C: MAIL FROM:<bob@our.example.>
                    C: RCPT TO:<x@peer.example.>
                    C: DATA
                    C: .
                    S: 220
                    S: 250
                    S: 250
                    S: 250
                    S: 354
                    S: 250
                    """);
        }
        String envelope = TestServer.text(server.queued().getFirst());
        assertTrue(envelope.contains("x@peer.example") && !envelope.contains("peer.example."), envelope);
    }

    @Test
    void a_stranger_says_who_it_is() throws IOException {
        server.close();
        server = TestServer.start(home, "our.example", "[trust]", "networks = []");
        try (Dialogue stranger = Dialogue.with(server.smtpPort())) {
            stranger.talk("""
                    S: 220
                    C: HELO
                    S: 501 5.5.4 Say who you are; syntax: HELO
                    C: EHLO
                    S: 501 5.5.4 Say who you are; syntax: EHLO
                    C: HELO me.example
                    S: 250
                    """);
        }
    }

    /** What the encoders of devices make of a response: lines of 76 characters, or of 64, and an empty one at the end. */
    static Stream<String> folds() {
        String response = base64("\0" + LONG + "\0" + PASSWORD);
        return Stream.of(
                folded(response, 76, "\r\n"),
                folded(response, 76, "\r\n") + "\r\n",
                folded(response, 76, "\n") + "\n",
                folded(response, 64, "\r\n"),
                folded(response, 60, "\n"),
                folded(response, 30, "\r\n"),
                response + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("folds")
    void a_folded_response_is_one(String response) throws IOException {
        try (Dialogue device = TlsClient.of(server).connect(submissions())) {
            device.expect("220");
            device.send("EHLO scanner").expectReply(250);
            device.send("AUTH PLAIN " + response).expect("235 2.7.0");
            device.send("NOOP").expect("250 2.0.0 Ok");
        }
        try (Dialogue device = TlsClient.of(server).connect(submissions())) {
            device.talk("""
                    C: EHLO scanner
                    C: AUTH PLAIN
                    """);
            device.expect("220");
            device.expectReply(250);
            device.expect("334");
            device.send(response).expect("235 2.7.0");
            device.send("NOOP").expect("250 2.0.0 Ok");
        }
        try (Dialogue device = Dialogue.with(server.pop3Port())) {
            device.expect("+OK");
            device.send("AUTH PLAIN " + response).expect("+OK maildrop has 0 messages");
            device.send("NOOP").expectLines("+OK");
        }
    }

    @Test
    void a_line_end_behind_each_response_of_LOGIN_is_no_response() throws IOException {
        try (Dialogue device = TlsClient.of(server).connect(submissions())) {
            device.expect("220");
            device.send("EHLO scanner").expectReply(250);
            device.send("AUTH LOGIN").expect("334 VXNlcm5hbWU6");
            device.send(base64(LONG), "").expect("334 UGFzc3dvcmQ6");
            device.send(folded(base64(PASSWORD), 76, "\r\n"), "").expect("235 2.7.0");
            device.send("NOOP").expect("250 2.0.0 Ok");
        }
    }

    /** Against the RFC, too, and harmless: what follows is a command, or the next response, and no rest of this one. */
    @Test
    void who_does_not_wait_is_understood_all_the_same() throws IOException {
        try (Dialogue device = TlsClient.of(server).connect(submissions())) {
            device.talk("""
                    C: EHLO scanner
                    C: AUTH LOGIN
                    C: Ym9i
                    C: c2VjcmV0
                    C: QUIT
                    """);
            device.expect("220");
            device.expectReply(250);
            device.expect("334");
            device.expect("334");
            device.expect("235");
            device.expect("221");
        }
        try (Dialogue device = Dialogue.with(server.pop3Port())) {
            device.talk("""
                    C: AUTH PLAIN AGJvYgBzZWNyZXQ=
                    C: STAT
                    C: QUIT
                    S: +OK
                    S: +OK maildrop has 0 messages
                    S= +OK 0 0
                    S= +OK
                    END
                    """);
        }
    }

    private InetSocketAddress submissions() {
        return server.server().addresses(Service.SUBMISSIONS).getFirst();
    }

    private static String folded(String base64, int width, String lineEnd) {
        return base64.replaceAll("(.{" + width + "})(?=.)", "$1" + lineEnd);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
