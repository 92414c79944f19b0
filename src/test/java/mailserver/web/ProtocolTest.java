package mailserver.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP as programs speak it that have no library for it, and as those who mean harm do. */
class ProtocolTest {
    @TempDir
    private Path home;

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(home);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Everything that comes until the server closes the connection, which it has to. */
    private String untilTheEnd(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String request(String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "Connection: close\r\n\r\n";
    }

    @Test
    void aConnectionEndsWhenItsClientAsksForThat() throws Exception {
        server.deliver("bob", "Subject: one\n\nx");
        String login = "Authorization: " + HttpServer.BOB + "\r\n";
        assertTrue(untilTheEnd(request("GET /healthz")).endsWith("\r\n\r\nok\n"));
        assertTrue(
                untilTheEnd(request("GET " + HttpServer.messages("bob"), login)).endsWith("}]}"));
        assertTrue(untilTheEnd(request("GET " + HttpServer.messages("bob") + "/latest/raw", login))
                .endsWith("x\r\n"));
        assertTrue(untilTheEnd(request("GET /nothing")).endsWith("\"there is nothing at GET /nothing\"}"));
        assertTrue(untilTheEnd(request("GET /api/v1/queue")).startsWith("HTTP/1.1 401"));
    }

    @Test
    void headHasNoBodyAndTheConnectionGoesOn() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("HEAD /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n" + request("GET /healthz"))
                            .getBytes(StandardCharsets.US_ASCII));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(3, answers.split("HTTP/1.1 200").length, answers);
            assertFalse(answers.contains("ready"), answers);
            assertTrue(answers.endsWith("ok\n"), answers);
        }
    }

    @Test
    void whatIsNoRequestIsAProblem() throws Exception {
        for (String nonsense : new String[] {
            "GARBAGE\r\n\r\n",
            "GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /api/v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999999\r\n\r\n{",
            "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"
        }) {
            String answer = untilTheEnd(nonsense);
            assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5"), answer);
            assertTrue(answer.contains("Content-Type: application/problem+json"), answer);
        }
    }
}
