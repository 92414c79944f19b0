package mailserver.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.net.ssl.SSLSocket;
import mailserver.TestServer;
import mailserver.TlsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with the certificate that the mail ports have. */
class TlsTest {
    @TempDir
    private Path home;

    private static WebInterface web(TestServer mail) throws Exception {
        return WebInterface.start(mail.server(), WebInterface.Access.LOGIN).orElseThrow();
    }

    private static Socket connect(WebInterface web) throws IOException {
        return new Socket("127.0.0.1", web.ports().getFirst().place().port());
    }

    /** Asks with a password, over TLS with the certificate that the mail server has by now. */
    private static String ask(TestServer mail, WebInterface web) throws IOException {
        try (SSLSocket socket = TlsClient.of(mail).over(connect(web))) {
            socket.getOutputStream()
                    .write(
                            ("GET /api/v1/mailboxes/bob@lan.example/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                                            + HttpServer.BOB + "\r\n\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPasswordIsTakenOverTlsAndARenewedCertificateIsShown(@TempDir Path other) throws Exception {
        try (TestServer mail = TestServer.start(
                        home,
                        "lan.example",
                        "[web]",
                        "listen_tls = [\"127.0.0.1:0\"]",
                        "[trust]",
                        "plaintext_passwords = \"never\"");
                WebInterface web = web(mail)) {
            assertEquals("HTTP/1.1 200", ask(mail, web));
            var before = mail.server().identity();
            // Somebody else's pair, as a renewal brings one.
            try (TestServer donor = TestServer.start(other, "lan.example")) {
                assertNotEquals(before, donor.server().identity());
            }
            for (String name : new String[] {"key.pem", "cert.pem"}) {
                Files.copy(
                        other.resolve("etc/tls/" + name),
                        home.resolve("etc/tls/" + name),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            await().until(() -> !mail.server().identity().equals(before));
            assertEquals("HTTP/1.1 200", ask(mail, web));
        }
    }

    @Test
    void whoSpeaksPlainTextToItGetsNoAnswer() throws Exception {
        try (TestServer mail = TestServer.start(home, "lan.example", "[web]", "listen_tls = [\"127.0.0.1:0\"]");
                WebInterface web = web(mail);
                Socket socket = connect(web)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] answer;
            try {
                answer = socket.getInputStream().readNBytes(4);
            } catch (IOException e) {
                answer = new byte[0];
            }
            assertNotEquals("HTTP", new String(answer, StandardCharsets.ISO_8859_1));
        }
    }
}
