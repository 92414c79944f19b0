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
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import mailserver.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with the certificate that the mail ports have. */
class TlsTest {
    @TempDir
    private Path home;

    /** Asks for something, and returns the certificate that was shown. */
    private static X509Certificate ask(int port, String login) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(
                            ("GET /api/v1/mailboxes/bob@lan.example/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                                            + login + "\r\n\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
            assertEquals("HTTP/1.1 200", answer);
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
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
                WebInterface web = WebInterface.start(mail.server(), WebInterface.Access.LOGIN)
                        .orElseThrow()) {
            int port = web.ports().getFirst().place().port();
            X509Certificate first = ask(port, HttpServer.BOB);
            // Somebody else's pair, as a renewal brings one.
            try (TestServer donor = TestServer.start(other, "lan.example")) {
                assertNotEquals(mail.server().identity(), donor.server().identity());
            }
            for (String name : new String[] {"key.pem", "cert.pem"}) {
                Files.copy(
                        other.resolve("etc/tls/" + name),
                        home.resolve("etc/tls/" + name),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            await().untilAsserted(() -> assertNotEquals(first, ask(port, HttpServer.BOB)));
        }
    }

    @Test
    void whoSpeaksPlainTextToItGetsNoAnswer() throws Exception {
        try (TestServer mail = TestServer.start(home, "lan.example", "[web]", "listen_tls = [\"127.0.0.1:0\"]");
                WebInterface web = WebInterface.start(mail.server(), WebInterface.Access.LOGIN)
                        .orElseThrow();
                var socket =
                        new Socket("127.0.0.1", web.ports().getFirst().place().port())) {
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

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}
    }
}
