package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.TlsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AUTH where mail is handed in, and where it is fetched. */
class LoginTest {
    @TempDir
    private Path home;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(home, "our.example", """
                [trust]
                networks = []
                [peers]
                "peer.example" = "127.0.0.1:9"
                """);
        server.write("etc/aliases", "sales@our.example: bob@our.example\n");
        server.server().reload(server.settings());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rfc4954_6_nobody_hands_in_mail_without_a_login() throws IOException {
        try (Dialogue client = secured()) {
            client.talk("""
                    C: MAIL FROM:<bob@our.example>
                    S: 530 5.7.0
                    C: MAIL FROM:<>
                    S: 530 5.7.0
                    C: RCPT TO:<bob@our.example>
                    S: 503 5.5.1
                    C: QUIT
                    S: 221
                    """);
        }
    }

    @Test
    void rfc4954_4_a_password_is_not_taken_where_it_can_be_overheard() throws IOException {
        try (Dialogue client = Dialogue.with(address(Service.SUBMISSION))) {
            client.expect("220");
            List<String> offers = client.send("EHLO me.example").expectReply(250);
            assertEquals(
                    List.of("250-STARTTLS", "250-AUTH SCRAM-SHA-256"),
                    offers.stream()
                            .filter(offer -> offer.matches("250-(STARTTLS|AUTH.*)"))
                            .toList());
            client.talk("""
                    C: AUTH PLAIN AGJvYgBzZWNyZXQ=
                    S: 538 5.7.11
                    C: AUTH LOGIN
                    S: 538 5.7.11
                    C: QUIT
                    S: 221
                    """);
        }
    }

    @Test
    void rfc4616_PLAIN_with_and_without_an_initial_response() throws IOException {
        try (Dialogue client = secured()) {
            client.send("AUTH PLAIN " + plain("bob@our.example", "secret")).expect("235 2.7.0");
            client.talk("""
                    C: AUTH PLAIN AGJvYgBzZWNyZXQ=
                    S: 503 5.5.1 Already authenticated
                    C: RSET
                    S: 250
                    C: MAIL FROM:<bob@our.example>
                    S: 250
                    C: QUIT
                    S: 221
                    """);
        }
        try (Dialogue client = secured()) {
            client.send("auth plain").expectLines("334 ");
            client.send(plain("bob", "secret")).expect("235");
        }
    }

    @Test
    void LOGIN_as_old_clients_know_it() throws IOException {
        try (Dialogue client = secured()) {
            client.send("AUTH LOGIN").expect("334 ");
            client.send(base64("alice")).expect("334 ");
            client.send(base64("secret")).expect("235 2.7.0");
        }
    }

    @Test
    void rfc4954_4_what_goes_wrong_ends_the_exchange_and_not_the_session() throws IOException {
        try (Dialogue client = secured()) {
            client.send("AUTH PLAIN " + plain("bob", "wrong"))
                    .expectLines("535 5.7.8 Authentication failed: wrong user name or password");
            client.send("AUTH PLAIN " + plain("nobody", "wrong"))
                    .expectLines("535 5.7.8 Authentication failed: wrong user name or password");
            client.talk("""
                    C: AUTH PLAIN
                    S: 334
                    C: *
                    S: 501 5.7.0
                    C: AUTH PLAIN %%%
                    S: 501 5.5.2
                    C: AUTH PLAIN =
                    S: 501 5.5.2
                    C: AUTH CRAM-MD5
                    S: 504 5.5.4
                    C: AUTH
                    S: 501 5.5.4
                    C: AUTH PLAIN a b
                    S: 501 5.5.4
                    C: NOOP
                    S: 250
                    """);
        }
    }

    @Test
    void rfc6409_6_1_a_login_sends_as_itself_or_its_aliases_only() throws IOException {
        try (Dialogue client = secured()) {
            client.send("AUTH PLAIN " + plain("bob", "secret")).expect("235");
            client.talk("""
                    C: MAIL FROM:<alice@our.example>
                    S: 550 5.7.1
                    C: MAIL FROM:<someone@else.example>
                    S: 550 5.7.1
                    C: MAIL FROM:<nobody@our.example>
                    S: 550 5.1.8
                    C: MAIL FROM:<sales@our.example>
                    S: 250
                    C: RSET
                    S: 250
                    C: MAIL FROM:<bob+tag@our.example>
                    S: 250
                    C: RCPT TO:<friend@peer.example>
                    S: 250
                    C: RCPT TO:<friend@nowhere.example>
                    S: 550 5.1.2
                    C: DATA
                    S: 354
                    C: Subject: hi
                    C: .
                    S: 250
                    C: QUIT
                    S: 221
                    """);
        }
        Path message = Path.of(server.queued().getFirst().toString().replace(".envelope", ".eml"));
        assertTrue(TestServer.text(message).contains("with ESMTPSA id"));
    }

    @Test
    void the_port_for_servers_knows_no_logins() throws IOException {
        try (Dialogue client = Dialogue.with(address(Service.SMTP))) {
            client.expect("220");
            List<String> offers = client.send("EHLO me.example").expectReply(250);
            assertFalse(offers.stream().anyMatch(offer -> offer.contains("AUTH")), offers::toString);
            client.talk("""
                    C: AUTH PLAIN
                    S: 503 5.5.1
                    C: QUIT
                    S: 221
                    """);
        }
    }

    @Test
    void rfc5034_4_AUTH_in_POP3() throws IOException {
        try (Dialogue client = TlsClient.of(server).connect(address(Service.POP3S))) {
            client.expect("+OK");
            client.send("CAPA").expect("+OK");
            assertTrue(client.untilDot().contains("SASL SCRAM-SHA-256 PLAIN LOGIN"));
            client.send("AUTH").expect("+OK");
            assertEquals(List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"), client.untilDot());
            client.talk("""
                    C: AUTH CRAM-MD5
                    S: -ERR Unrecognized authentication type; CAPA lists those that are known
                    C: AUTH PLAIN
                    S= +\s
                    C: *
                    S: -ERR Authentication cancelled
                    C: AUTH PLAIN ###
                    S: -ERR that is no response of this mechanism
                    """);
            client.send("AUTH PLAIN " + plain("bob", "wrong")).expect("-ERR [AUTH]");
            client.send("AUTH PLAIN").expectLines("+ ");
            client.send(plain("bob", "secret")).expect("+OK maildrop has 0 messages");
            client.send("CAPA").expect("+OK");
            assertFalse(client.untilDot().contains("STLS"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void a_mail_program_logs_in(String mechanism) throws Exception {
        var properties = new Properties();
        properties.put("mail.smtp.auth", "true");
        properties.put("mail.smtp.auth.mechanisms", mechanism);
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.trust", "*");
        properties.put("mail.smtp.ssl.checkserveridentity", "false");
        var session = jakarta.mail.Session.getInstance(properties);
        var message = new jakarta.mail.internet.MimeMessage(session);
        message.setFrom("bob@our.example");
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, "alice@our.example");
        message.setText("hello");
        try (jakarta.mail.Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", address(Service.SUBMISSION).getPort(), "bob", "secret");
            transport.sendMessage(message, message.getAllRecipients());
        }
        assertEquals(1, server.mail("our.example", "alice").size());
    }

    /** Past the handshake and EHLO, at the door for people. */
    private Dialogue secured() throws IOException {
        Dialogue client = TlsClient.of(server).connect(address(Service.SUBMISSIONS));
        client.expect("220");
        List<String> offers = client.send("EHLO me.example").expectReply(250);
        assertTrue(offers.contains("250-AUTH SCRAM-SHA-256 PLAIN LOGIN"), offers::toString);
        return client;
    }

    private InetSocketAddress address(Service service) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                server.server().addresses(service).getFirst().getPort());
    }

    private static String plain(String user, String password) {
        return base64("\0" + user + "\0" + password);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
