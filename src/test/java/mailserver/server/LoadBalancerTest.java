package mailserver.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import mailserver.Programs;
import mailserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that a load balancer brings (HAProxy's PROXY protocol): whose address counts, and who gets in at all. */
class LoadBalancerTest {
    private static final String STRANGER = "PROXY TCP4 203.0.113.9 192.0.2.1 40000 25\r\n";

    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(home, "our.example");
        server.close();
        Path configuration = home.resolve("etc/mailserver.toml");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replaceAll("(\\[(?:smtp|submission|pop3)])", "$1\nproxy_from = [\"127.0.0.7\"]")
                        .replace("127.0.0.1:0", "0.0.0.0:0"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connect(Service service, String from) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(
                "127.0.0.1", server.server().addresses(service).getFirst().getPort()));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** One line, or the empty one at the end. */
    private static String line(Socket socket) throws IOException {
        var line = new ByteArrayOutputStream();
        int c;
        while ((c = socket.getInputStream().read()) >= 0 && c != '\n') {
            line.write(c);
        }
        return line.toString(US_ASCII).strip();
    }

    private static String ask(Socket socket, String command) throws IOException {
        say(socket, command + "\r\n");
        return line(socket);
    }

    @Test
    void whomItBringsIsWhoCounts() throws Exception {
        try (Socket socket = connect(Service.SMTP, "127.0.0.7")) {
            say(socket, STRANGER);
            assertTrue(line(socket).startsWith("220 "));
            ask(socket, "HELO outside.example");
            ask(socket, "MAIL FROM:<ann@far.example>");
            // A trusted host could send it on: the balancer is one, and the client isn't.
            assertTrue(ask(socket, "RCPT TO:<x@far.example>").startsWith("550"), "relayed for a stranger");
            assertTrue(ask(socket, "RCPT TO:<bob@our.example>").startsWith("250"));
            assertTrue(ask(socket, "DATA").startsWith("354"));
            assertTrue(ask(socket, "Subject: x\r\n\r\nx\r\n.").startsWith("250"));
        }
        String stored = Files.readString(server.mail("our.example", "bob").getFirst());
        assertTrue(stored.contains("Received: from outside.example ([203.0.113.9])"), stored);
    }

    @Test
    void versionTwoIsReadAsWellAndTheGreetingWaitsForIt() throws Exception {
        try (Socket socket = connect(Service.POP3, "127.0.0.7")) {
            var header = new ByteArrayOutputStream();
            header.writeBytes(new byte[] {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10, 0x21, 0x11, 0, 12});
            header.writeBytes(new byte[] {(byte) 203, 0, 113, 9, (byte) 192, 0, 2, 1, 0x40, 0, 0, 110});
            byte[] octets = header.toByteArray();
            socket.getOutputStream().write(octets, 0, 20);
            socket.getOutputStream().flush();
            assertEquals(0, socket.getInputStream().available());
            socket.getOutputStream().write(octets, 20, octets.length - 20);
            assertTrue(line(socket).startsWith("+OK"));
        }
    }

    @Test
    void aHealthCheckOfItsOwnIsAnswered() throws Exception {
        try (Socket socket = connect(Service.SMTP, "127.0.0.7")) {
            socket.getOutputStream()
                    .write(new byte[] {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10, 0x20, 0, 0, 0});
            assertTrue(line(socket).startsWith("220 "));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO x\r\n",
                "PROXY\r\n",
                "PROXY TCP4 203.0.113.9\r\n",
                "PROXY TCP4 a b 1 2\r\n",
                "PROXY TCP4 203.0.113.9 192.0.2.1 40000 99999\r\n",
                "\r\n\r\n\0\r\nQUIX\n",
                "GET / HTTP/1.1\r\n\r\n"
            })
    void withoutAHeaderItIsToldNothing(String text) throws Exception {
        try (Socket socket = connect(Service.SMTP, "127.0.0.7")) {
            say(socket, text);
            assertEquals("", line(socket));
        } catch (java.net.SocketException e) {
            // Reset, for something of it was never read.
        }
    }

    @Test
    void whoSaysNothingIsGoneSoon() throws Exception {
        try (Socket socket = connect(Service.SMTP, "127.0.0.7")) {
            say(socket, "PROXY TCP4 203.0");
            assertEquals("", line(socket));
        }
    }

    @Test
    void nobodyElseMaySayWhoHeIs() throws Exception {
        try (Socket socket = connect(Service.SMTP, "127.0.0.8")) {
            say(socket, STRANGER);
            assertTrue(line(socket).startsWith("220 "));
            assertTrue(line(socket).startsWith("421 "));
            assertEquals("", line(socket));
        }
    }

    @Test
    void theHeaderComesBeforeTls() throws Exception {
        SSLContext anybody = SSLContext.getInstance("TLS");
        anybody.init(null, new TrustManager[] {new Anybody()}, null);
        try (Socket socket = connect(Service.POP3S, "127.0.0.7")) {
            say(socket, STRANGER);
            var secured =
                    (SSLSocket) anybody.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), false);
            secured.startHandshake();
            assertTrue(line(secured).startsWith("+OK"));
        }
    }

    @Test
    void sessionsAreCountedForTheClientAndNotForTheBalancer() throws Exception {
        var sockets = new java.util.ArrayList<Socket>();
        try {
            for (int i = 0; i < 5; i++) {
                Socket socket = connect(Service.SMTP, "127.0.0.7");
                sockets.add(socket);
                say(socket, STRANGER.replace("203.0.113.9", "203.0.113." + (10 + i)));
                assertTrue(line(socket).startsWith("220 "));
            }
            assertEquals(
                    List.of("203.0.113.10", "203.0.113.11", "203.0.113.12", "203.0.113.13", "203.0.113.14"),
                    server.server().connected().stream()
                            .map(one -> one.network().replaceFirst("/32$", ""))
                            .sorted()
                            .toList());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** As in etc/haproxy.cfg.example. */
    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
    void aRealHaproxyBringsAClient(String how) throws Exception {
        Programs.need("haproxy");
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Path configuration =
                Files.writeString(home.resolve("haproxy.cfg"), """
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 1m
                    timeout server 1m
                listen smtp
                    bind 127.0.0.1:%d
                    source 127.0.0.7
                    server a 127.0.0.1:%d %s
                """.formatted(port, server.smtpPort(), how));
        Process haproxy = new ProcessBuilder("haproxy", "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("haproxy.log").toFile())
                .start();
        try {
            await().until(() -> {
                try (Socket socket = new Socket("127.0.0.1", port)) {
                    return socket.isConnected();
                } catch (IOException e) {
                    return false;
                }
            });
            try (var socket = new Socket()) {
                socket.bind(new InetSocketAddress("127.0.0.9", 0));
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                socket.setSoTimeout(20_000);
                assertTrue(line(socket).startsWith("220 "));
                ask(socket, "HELO client.example");
                ask(socket, "MAIL FROM:<ann@far.example>");
                ask(socket, "RCPT TO:<bob@our.example>");
                ask(socket, "DATA");
                assertTrue(ask(socket, "Subject: x\r\n\r\nx\r\n.").startsWith("250"));
            }
            String stored = Files.readString(server.mail("our.example", "bob").getFirst());
            assertTrue(stored.contains("Received: from client.example ([127.0.0.9])"), stored);
        } finally {
            haproxy.destroy();
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Nobody asks.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // It is its own.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
