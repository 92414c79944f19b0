package mailserver.web;

import static mailserver.web.HttpServer.BOB;
import static mailserver.web.HttpServer.POSTMASTER;
import static mailserver.web.HttpServer.messages;
import static mailserver.web.HttpServer.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mailserver.account.token.TokenFile;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask for what. */
class AccessTest {
    private static final List<String> OF_ADMINISTRATORS = List.of(
            "/api/v1/queue",
            "/api/v1/queue/1f3k9q0c2v2a0b",
            "/api/v1/hops",
            "/api/v1/transcripts/1f3k9q0c2v2a0b",
            "/api/v1/status",
            "/api/v1/sessions",
            "/api/v1/accounts");

    @TempDir
    private Path home;

    @Test
    void nobodyIsToldToLogIn() throws Exception {
        try (HttpServer server = HttpServer.start(home)) {
            for (String path : List.of(messages("bob"), "/api/v1/queue", "/api/v1/events", "/api/v1/openapi.json")) {
                HttpResponse<String> response = server.send(server.request(path));
                assertEquals(401, response.statusCode(), path);
                assertEquals(
                        Optional.of("Basic realm=\"mailserver\", charset=\"UTF-8\""),
                        response.headers().firstValue("WWW-Authenticate"));
            }
            assertEquals(200, server.send(server.request("/healthz")).statusCode());
            assertEquals(200, server.send(server.request("/readyz")).statusCode());
            assertEquals(200, server.send(server.request("/metrics")).statusCode());
            assertEquals(
                    401,
                    server.get(HttpServer.login("nobody"), messages("nobody")).statusCode());
            assertEquals(401, server.get("Basic !", messages("bob")).statusCode());
            assertEquals(401, server.get("Basic Ym9i", messages("bob")).statusCode());
            assertEquals(401, server.get("Digest x", messages("bob")).statusCode());
            assertEquals(401, server.get("Bearer mst_guessed", messages("bob")).statusCode());
        }
    }

    @Test
    void anAccountSeesItsOwnMailboxAndNothingElse() throws Exception {
        try (HttpServer server = HttpServer.start(home)) {
            assertEquals(200, server.get(BOB, messages("bob")).statusCode());
            assertEquals(200, server.get(BOB, messages("BOB")).statusCode());
            assertEquals(403, server.get(BOB, messages("alice")).statusCode());
            assertEquals(403, server.get(BOB, messages("nobody")).statusCode());
            for (String path : OF_ADMINISTRATORS) {
                assertEquals(403, server.get(BOB, path).statusCode(), path);
            }
        }
    }

    @Test
    void anAdministratorSeesTheServerAndOthersMailOnlyWhereThatIsSaid() throws Exception {
        try (HttpServer server = HttpServer.start(home)) {
            assertEquals(200, server.get(POSTMASTER, "/api/v1/queue").statusCode());
            assertEquals(403, server.get(POSTMASTER, messages("bob")).statusCode());
        }
        try (HttpServer server = HttpServer.start(home, "open_mailboxes = true")) {
            assertEquals(200, server.get(POSTMASTER, messages("bob")).statusCode());
            assertEquals(403, server.get(BOB, messages("alice")).statusCode());
        }
        try (HttpServer server = HttpServer.start(home, "admins = [\"bob@lan.example\"]")) {
            assertEquals(200, server.get(BOB, "/api/v1/queue").statusCode());
            assertEquals(403, server.get(POSTMASTER, "/api/v1/queue").statusCode());
        }
    }

    @Test
    void aTokenCountsUntilItIsRemoved() throws Exception {
        var tokens = new TokenFile(new ServerFiles(home).tokens());
        try (HttpServer server = HttpServer.start(home)) {
            String bobs = "Bearer "
                    + tokens.add("ci", Optional.of(new Address("bob", "lan.example")))
                            .orElseThrow();
            String admins = "Bearer " + tokens.add("grafana", Optional.empty()).orElseThrow();
            assertEquals(200, server.get(bobs, messages("bob")).statusCode());
            assertEquals(403, server.get(bobs, "/api/v1/queue").statusCode());
            assertEquals(200, server.get(admins, "/api/v1/queue").statusCode());
            assertEquals(403, server.get(admins, messages("bob")).statusCode());
            assertTrue(tokens.remove("ci"));
            assertEquals(401, server.get(bobs, messages("bob")).statusCode());
        }
    }

    @Test
    void aPasswordIsNotTakenInTheClearWherePop3WouldNotTakeIt() throws Exception {
        try (HttpServer server = HttpServer.start(home, "[trust]", "plaintext_passwords = \"never\"")) {
            HttpResponse<String> response = server.get(BOB, messages("bob"));
            assertEquals(403, response.statusCode());
            assertTrue(object(response).get("detail").getAsString().contains("over TLS only"));
        }
    }

    @Test
    void inAClassRoomWhoIsOnThisMachineNeedsNoLogin() throws Exception {
        try (HttpServer server = HttpServer.open(home)) {
            assertEquals(200, server.send(server.request(messages("bob"))).statusCode());
            assertEquals(200, server.send(server.request("/api/v1/queue")).statusCode());
        }
    }

    @Test
    void pagesOfOthersGetNowhere() throws Exception {
        try (HttpServer server = HttpServer.open(home)) {
            assertEquals("HTTP/1.1 200", server.raw("GET /api/v1/queue HTTP/1.1", "Host: localhost"));
            assertEquals("HTTP/1.1 200", server.raw("GET /api/v1/queue HTTP/1.1", "Host: 127.0.0.1:1"));
            assertEquals("HTTP/1.1 200", server.raw("GET /api/v1/queue HTTP/1.1", "Host: mail.lan.example"));
            // A name of somebody else's that points here: DNS rebinding.
            assertEquals("HTTP/1.1 421", server.raw("GET /api/v1/queue HTTP/1.1", "Host: evil.example"));
            assertEquals("HTTP/1.1 421", server.raw("GET /healthz HTTP/1.1", "Host: evil.example:2080"));
            // A page of theirs in a browser of ours.
            assertEquals(
                    "HTTP/1.1 403",
                    server.raw("GET /api/v1/queue HTTP/1.1", "Host: localhost", "Origin: http://evil.example"));
            assertEquals("HTTP/1.1 403", server.raw("GET /api/v1/queue HTTP/1.1", "Host: localhost", "Origin: null"));
            assertEquals(
                    "HTTP/1.1 403",
                    server.raw("GET /api/v1/queue HTTP/1.1", "Host: localhost", "Sec-Fetch-Site: cross-site"));
            assertEquals(
                    "HTTP/1.1 200",
                    server.raw(
                            "GET /api/v1/queue HTTP/1.1",
                            "Host: localhost:" + server.port(),
                            "Origin: http://localhost:" + server.port()));
            assertEquals(
                    "HTTP/1.1 403",
                    server.raw(
                            "POST /api/v1/messages HTTP/1.1",
                            "Host: localhost",
                            "Origin: http://evil.example",
                            "Content-Type: text/plain",
                            "Content-Length: 0"));
        }
    }
}
