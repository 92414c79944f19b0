package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever speaks another protocol hears one line, and nothing that it sends behind its first line is looked at. */
class ForeignProtocolsTest {
    private static final String MAIL = String.join(
                    "\r\n",
                    "EHLO page.example",
                    "MAIL FROM:<page@page.example>",
                    "RCPT TO:<bob@our.example>",
                    "DATA",
                    "Subject: from a page",
                    "",
                    "text",
                    ".",
                    "USER bob",
                    "PASS secret",
                    "DELE 1",
                    "QUIT")
            + "\r\n";
    private static final String HELLO = octets("16030100ba010000b603031122334455");

    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(home, "our.example");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Opening(String name, String octets) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String octets(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private static List<Opening> openings() {
        return List.of(
                new Opening(
                        "HTTP",
                        "POST / HTTP/1.1\r\nHost: 127.0.0.1:2525\r\nOrigin: http://page.example\r\n"
                                + "Content-Type: text/plain\r\nContent-Length: 4711\r\n\r\n"),
                new Opening("a very long address", "GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n"),
                new Opening("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                new Opening("a header line", "Host: 127.0.0.1\r\n"),
                new Opening("SSH", "SSH-2.0-OpenSSH_9.2p1\r\n"),
                new Opening("RTSP", "OPTIONS rtsp://127.0.0.1/ RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
                new Opening("SIP", "OPTIONS sip:bob@127.0.0.1 SIP/2.0\r\n"),
                new Opening("memcached", "set EHLO 0 0 5\r\nhello\r\n"),
                new Opening("memcached in binary", octets("800000000000000000000000")),
                new Opening("Redis", "*1\r\n$4\r\nPING\r\n"),
                new Opening("Redis, inline", "PING\n"),
                new Opening("PROXY 1", "PROXY TCP4 127.0.0.1 127.0.0.1 4711 25\r\n"),
                new Opening("PROXY 2", octets("0d0a0d0a000d0a515549540a2111000c7f0000017f00000111670019")),
                new Opening("octets", octets("0000000804d2162f")));
    }

    static Stream<Arguments> everywhere() {
        return Arrays.stream(Service.values())
                .flatMap(service -> openings().stream().map(opening -> Arguments.of(service, opening)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void a_foreign_protocol_hears_one_line_and_does_nothing(Service service, Opening opening) throws IOException {
        try (Dialogue client = service.implicitTls() ? tls(service) : Dialogue.with(address(service))) {
            client.expect(service.isPop3() ? "+OK" : "220");
            client.sendRaw(opening.octets() + MAIL);
            client.expect(service.isPop3() ? "-ERR " : "421 4.7.0 that is ");
            client.expectEnd();
        }
        assertEquals(List.of(), server.mail("our.example", "bob"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Service.class,
            names = {"SMTP", "SUBMISSION", "POP3"})
    void tls_on_a_plain_port_hears_how_to_begin_it(Service service) throws IOException {
        try (Dialogue client = Dialogue.with(address(service))) {
            client.expect(service.isPop3() ? "+OK" : "220");
            client.sendRaw(HELLO);
            String line = client.expect(service.isPop3() ? "-ERR " : "421 4.7.0 ");
            assertTrue(line.contains(service.isPop3() ? "STLS" : "STARTTLS"), line);
            client.expectEnd();
        }
    }

    static Stream<Arguments> plainWords() {
        return Stream.of(Service.SUBMISSIONS, Service.POP3S)
                .flatMap(service -> Stream.of("EHLO me.example\r\n", "\r\n", "CAPA\r\n", "GET / HTTP/1.1\r\n\r\n")
                        .map(words -> Arguments.of(service, words)));
    }

    @ParameterizedTest
    @MethodSource("plainWords")
    void plain_text_on_a_tls_port_hears_that_it_has_tls(Service service, String words) throws IOException {
        try (Dialogue client = Dialogue.with(address(service))) {
            client.sendRaw(words + MAIL);
            String line = client.expect(service.isPop3() ? "-ERR " : "421 4.7.0 ");
            assertTrue(line.contains("TLS from the first octet"), line);
            client.expectEnd();
        }
        assertEquals(List.of(), server.mail("our.example", "bob"));
    }

    @Test
    void the_third_unknown_command_before_a_greeting_is_the_last() throws IOException {
        try (Dialogue client = Dialogue.with(server.smtpPort())) {
            client.talk("""
                    S: 220
                    C: WHAT
                    C: NOOP
                    C: who are you
                    C:
                    C: EHLO me.example
                    S: 500 5.5.2
                    S: 250
                    S: 500 5.5.2
                    S: 421 4.7.0 that is no command, again and again
                    END
                    """);
        }
        try (Dialogue client = Dialogue.with(server.pop3Port())) {
            client.talk("""
                    S: +OK
                    C: WHAT
                    C: CAPABILITY
                    C: a1 LOGIN bob secret
                    C: USER bob
                    S: -ERR Command not recognized
                    S: -ERR Command not recognized
                    S: -ERR too many errors
                    END
                    """);
        }
    }

    @Test
    void who_has_greeted_may_be_wrong() throws IOException {
        try (Dialogue client = Dialogue.with(server.smtpPort())) {
            client.talk("""
                    S: 220
                    C: EXPN all
                    S: 502
                    C: HELO me.example
                    S: 250
                    C: XCLIENT
                    C: WHAT
                    C: VERSION
                    C: Subject: hello
                    C: NOOP
                    S: 500
                    S: 500
                    S: 500
                    S: 500
                    S: 250
                    """);
        }
    }

    private Dialogue tls(Service service) throws IOException {
        return TlsClient.of(server).connect(address(service));
    }

    private InetSocketAddress address(Service service) {
        return server.server().addresses(service).getFirst();
    }
}
