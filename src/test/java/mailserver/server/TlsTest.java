package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.TlsClient;
import mailserver.config.value.Fingerprint;
import mailserver.config.value.TlsPolicy;
import mailserver.tls.PeerTls;
import mailserver.tls.SelfSigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    private Path home;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(home, "our.example");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_first_start_makes_a_certificate_that_only_its_owner_can_use() throws IOException {
        Path key = home.resolve("etc/tls/key.pem");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertTrue(Files.readString(home.resolve("etc/tls/cert.pem")).startsWith("-----BEGIN CERTIFICATE-----"));
        List<String> names = server.server().identity().orElseThrow().names();
        assertTrue(names.containsAll(List.of("mail.our.example", "mail", "localhost", "127.0.0.1")), names::toString);
        Fingerprint before = server.server().identity().orElseThrow().fingerprint();
        server.close();
        server.start();
        assertEquals(before, server.server().identity().orElseThrow().fingerprint());
    }

    @Test
    void a_key_of_another_certificate_is_found_out_at_every_start() throws IOException {
        server.close();
        var other = SelfSigned.make(List.of("mail.our.example"), List.of(), Instant.now());
        server.write("etc/tls/key.pem", other.key());
        for (int start = 0; start < 2; start++) {
            AssertionError refused = assertThrows(AssertionError.class, server::start);
            assertTrue(
                    refused.getCause().getMessage().contains("is not the key of the certificate"), refused::toString);
        }
        server.write("etc/tls/cert.pem", other.certificate());
        server.start();
    }

    @Test
    void rfc3207_4_STARTTLS_begins_the_session_anew() throws IOException {
        try (Socket plain = connect(Service.SMTP)) {
            say(plain, "EHLO me.example\r\n", "250 HELP\r\n");
            say(plain, "MAIL FROM:<x@else.example>\r\n", "\r\n");
            say(plain, "STARTTLS\r\n", "220 2.0.0 Ready to start TLS\r\n");
            try (var client = new Dialogue(TlsClient.of(server).over(plain))) {
                client.talk("""
                        C: RCPT TO:<bob@our.example>
                        S: 503 5.5.1 Need MAIL command first
                        """);
                List<String> offers = client.send("EHLO me.example").expectReply(250);
                assertFalse(offers.contains("250-STARTTLS"), offers::toString);
                client.talk("""
                        C: STARTTLS
                        S: 503 5.5.1
                        C: MAIL FROM:<x@else.example>
                        S: 250
                        C: RCPT TO:<bob@our.example>
                        S: 250
                        C: DATA
                        S: 354
                        C: Subject: hi
                        C:
                        C: .
                        S: 250
                        C: QUIT
                        S: 221
                        """);
            }
        }
        String message = TestServer.text(server.mail("our.example", "bob").getFirst());
        assertTrue(message.contains("with ESMTPS id"), message);
    }

    @Test
    void rfc3207_6_what_was_sent_ahead_of_the_handshake_is_thrown_away() throws IOException {
        try (Socket plain = connect(Service.SMTP)) {
            say(plain, "EHLO me.example\r\n", "250 HELP\r\n");
            // In one packet, as somebody in between would put it there.
            say(plain, "STARTTLS\r\nMAIL FROM:<evil@else.example>\r\n", "220 2.0.0 Ready to start TLS\r\n");
            try (var client = new Dialogue(TlsClient.of(server).over(plain))) {
                client.talk("""
                        C: NOOP
                        S: 250 2.0.0 Ok
                        C: MAIL FROM:<x@else.example>
                        S: 250 2.1.0 Sender ok
                        C: QUIT
                        S: 221
                        """);
            }
        }
    }

    @Test
    void rfc2595_4_STLS_is_offered_until_it_is_used() throws IOException {
        try (Socket plain = connect(Service.POP3)) {
            String capabilities = say(plain, "CAPA\r\n", "\r\n.\r\n");
            assertTrue(capabilities.contains("\r\nSTLS\r\n"), capabilities);
            say(plain, "USER bob\r\n", "+OK\r\n");
            say(plain, "STLS\r\nPASS secret\r\n", "+OK\r\n");
            try (var client = new Dialogue(TlsClient.of(server).over(plain))) {
                client.talk("""
                        C: PASS secret
                        S: -ERR USER comes first
                        C: STLS
                        S: -ERR TLS already active
                        C: USER bob
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: QUIT
                        S: +OK
                        """);
            }
        }
    }

    @Test
    void rfc8314_3_3_TLS_from_the_first_octet() throws IOException {
        TlsClient tls = TlsClient.of(server);
        try (Dialogue client = tls.connect(address(Service.POP3S))) {
            client.talk("""
                    S: +OK
                    C: STLS
                    S: -ERR TLS already active
                    C: QUIT
                    S: +OK
                    """);
        }
        try (Dialogue client = tls.connect(address(Service.SUBMISSIONS))) {
            client.talk("""
                    S: 220
                    C: STARTTLS
                    S: 503
                    C: QUIT
                    S: 221
                    """);
        }
    }

    @Test
    void a_session_in_TLS_hears_of_the_end_of_the_server() throws IOException {
        try (Dialogue client = TlsClient.of(server).connect(address(Service.SUBMISSIONS))) {
            client.expect("220");
            server.close();
            client.expect("421 4.3.2");
        }
    }

    @Test
    void a_client_that_does_not_speak_TLS_harms_nobody() throws IOException {
        try (Socket plain = connect(Service.SMTP)) {
            say(plain, "EHLO me.example\r\n", "250 HELP\r\n");
            say(plain, "STARTTLS\r\n", "220 2.0.0 Ready to start TLS\r\n");
            plain.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            // An alert, perhaps, and the end.
            plain.getInputStream().readAllBytes();
        }
        await().until(() -> server.server().smtpSessions() == 0);
    }

    @Test
    void rfc9325_3_4_a_client_may_not_have_one_handshake_after_the_other() throws IOException {
        try (Socket plain = connect(Service.POP3S);
                SSLSocket socket = PeerTls.wrap(
                        plain,
                        "localhost",
                        plain.getPort(),
                        new TlsPolicy(TlsPolicy.Mode.TRY, Optional.empty(), Optional.empty()))) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThrows(SSLException.class, () -> {
                socket.startHandshake();
                socket.getInputStream().readAllBytes();
            });
        }
    }

    @Test
    void old_versions_of_TLS_are_refused() throws IOException {
        try (Socket plain = connect(Service.POP3S);
                SSLSocket socket = TlsClient.of(server).over(plain)) {
            assertEquals("TLSv1.3", socket.getSession().getProtocol());
        }
        try (Socket plain = new Socket()) {
            plain.connect(address(Service.POP3S));
            // A ClientHello of TLS 1.1, with one suite of its time.
            plain.getOutputStream().write(new byte[] {
                22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
                20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 0, 0, 2, 0, 47, 1, 0
            });
            byte[] answer = plain.getInputStream().readAllBytes();
            // RFC 8446 §6.2: an alert, fatal, protocol_version (70).
            assertEquals(21, answer[0]);
            assertEquals(70, answer[answer.length - 1]);
        }
    }

    @Test
    void a_new_certificate_is_taken_without_a_restart_and_a_bad_one_is_not() throws IOException {
        TlsClient before = TlsClient.of(server);
        Fingerprint old = server.server().identity().orElseThrow().fingerprint();
        var renewed = SelfSigned.make(List.of("mail.our.example"), List.of(), Instant.now());
        server.write("etc/tls/key.pem", renewed.key());
        assertEquals(old, server.server().identity().orElseThrow().fingerprint(), "half a pair is no news");
        server.write("etc/tls/cert.pem", renewed.certificate());
        assertNotEquals(old, server.server().identity().orElseThrow().fingerprint());
        assertThrows(SSLException.class, () -> before.connect(address(Service.POP3S)));
        TlsClient.of(server).connect(address(Service.POP3S)).close();
        server.write("etc/tls/cert.pem", "nonsense");
        TlsClient.of(server).connect(address(Service.POP3S)).close();
    }

    private InetSocketAddress address(Service service) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                server.server().addresses(service).getFirst().getPort());
    }

    private Socket connect(Service service) throws IOException {
        InetSocketAddress address = address(service);
        var socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        if (service == Service.SMTP || service == Service.POP3) {
            readTo(socket, "\r\n");
        }
        return socket;
    }

    private static String say(Socket socket, String text, String end) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return readTo(socket, end);
    }

    private static String readTo(Socket socket, String end) throws IOException {
        var heard = new StringBuilder();
        while (!heard.toString().endsWith(end)) {
            int octet = socket.getInputStream().read();
            assertTrue(octet >= 0, heard::toString);
            heard.append((char) octet);
        }
        return heard.toString();
    }
}
