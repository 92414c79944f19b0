package mailserver.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with a browser: what its cookie opens, from where, and until when. */
class SignInTest {
    private static final String MESSAGES = HttpServer.messages("bob");

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

    private HttpResponse<String> signIn(String password, boolean keep) {
        return server.send(server.request("/api/v1/session")
                .header("User-Agent", "Browser 1\t2")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"address\":\"bob@lan.example\",\"password\":\"" + password + "\",\"keep\":" + keep + "}")));
    }

    private String cookie() {
        return signIn("secret", false)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
    }

    private HttpResponse<String> get(String cookie, String path) {
        return server.send(server.request(path).header("Cookie", cookie));
    }

    private HttpResponse<String> change(String cookie, String method, String path, String... headers) {
        HttpRequest.Builder request =
                server.request(path).header("Cookie", cookie).method(method, HttpRequest.BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request);
    }

    private String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    @Test
    void theCookieIsForThisServerAloneAndNoScriptSeesIt() {
        String usual =
                signIn("secret", false).headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(usual.startsWith("mailserver-" + server.port() + "="), usual);
        assertTrue(usual.contains("HttpOnly"), usual);
        assertTrue(usual.contains("SameSite=Strict"), usual);
        assertTrue(usual.contains("Path=/"), usual);
        assertFalse(usual.contains("Max-Age"), usual);
        assertFalse(usual.contains("Domain"), usual);
        assertFalse(usual.contains("Secure"), usual);
        String kept = signIn("secret", true).headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(kept.contains("Max-Age=2592000"), kept);
    }

    @Test
    void itOpensOnesOwnMailboxAndNothingElse() {
        String cookie = cookie();
        assertEquals(200, get(cookie, MESSAGES).statusCode());
        assertEquals(403, get(cookie, HttpServer.messages("alice")).statusCode());
        assertEquals(403, get(cookie, "/api/v1/queue").statusCode());
        JsonObject session = HttpServer.object(get(cookie, "/api/v1/session"));
        assertEquals("bob@lan.example", session.get("account").getAsString());
        assertFalse(session.get("admin").getAsBoolean());
        assertTrue(session.get("signed_in").getAsBoolean());
    }

    @Test
    void aWrongPasswordOpensNothingAndNoWindowOfTheBrowser() {
        HttpResponse<String> wrong = server.send(server.request("/api/v1/session")
                .header("Sec-Fetch-Mode", "cors")
                .POST(HttpRequest.BodyPublishers.ofString("{\"address\":\"bob@lan.example\",\"password\":\"guess\"}")));
        assertEquals(401, wrong.statusCode());
        assertEquals(Optional.empty(), wrong.headers().firstValue("Set-Cookie"));
        assertEquals(
                "Bearer realm=\"mailserver\"",
                wrong.headers().firstValue("WWW-Authenticate").orElseThrow());
        assertEquals(
                401, get("mailserver-" + server.port() + "=guessed", MESSAGES).statusCode());
        assertEquals(401, get(cookie().replaceFirst(".$", "!"), MESSAGES).statusCode());
        for (String body : new String[] {"", "[]", "{}", "{\"address\":1}", "{\"address\":\"x\",\"password\":[]}"}) {
            assertEquals(
                    400,
                    server.send(server.request("/api/v1/session").POST(HttpRequest.BodyPublishers.ofString(body)))
                            .statusCode(),
                    body);
        }
    }

    @Test
    void aChangeCountsOnlyFromAPageOfOurs() {
        String cookie = cookie();
        server.deliver("bob", "Subject: x\n\nx\n");
        String one = MESSAGES + "/"
                + HttpServer.object(get(cookie, MESSAGES + "/latest")).get("id").getAsString();
        assertEquals(403, change(cookie, "DELETE", one).statusCode());
        assertEquals(
                403,
                change(cookie, "DELETE", one, "Origin", "http://evil.example").statusCode());
        assertEquals(
                403,
                change(cookie, "DELETE", one, "Origin", "http://127.0.0.1:1").statusCode());
        assertEquals(403, change(cookie, "DELETE", one, "Origin", "null").statusCode());
        assertEquals(
                403,
                change(cookie, "DELETE", one, "Origin", origin(), "Sec-Fetch-Site", "same-site")
                        .statusCode());
        assertEquals(204, change(cookie, "DELETE", one, "Origin", origin()).statusCode());
    }

    @Test
    void aLinkFromElsewhereShowsThePageAndNoData() {
        HttpRequest.Builder link = server.request("/")
                .headers("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document");
        assertEquals(200, server.send(link).statusCode());
        HttpRequest.Builder data = server.request("/api/v1/session")
                .headers("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document");
        assertEquals(403, server.send(data).statusCode());
        HttpRequest.Builder frame = server.request("/")
                .headers("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe");
        assertEquals(403, server.send(frame).statusCode());
    }

    @Test
    void signingOutEndsItAndAnotherBrowserCanEndIt() {
        String one = cookie();
        String other = cookie();
        JsonArray all = HttpServer.element(get(one, "/api/v1/sign-ins")).getAsJsonArray();
        assertEquals(2, all.size());
        JsonObject latest = all.get(0).getAsJsonObject();
        assertEquals("Browser 1 2", latest.get("agent").getAsString());
        assertEquals("127.0.0.1", latest.get("client").getAsString());
        assertFalse(latest.get("this").getAsBoolean());
        String id = latest.get("id").getAsString();
        assertEquals(
                204,
                change(one, "DELETE", "/api/v1/sign-ins/" + id, "Origin", origin())
                        .statusCode());
        assertEquals(
                404,
                change(one, "DELETE", "/api/v1/sign-ins/" + id, "Origin", origin())
                        .statusCode());
        assertEquals(401, get(other, MESSAGES).statusCode());
        HttpResponse<String> out = change(one, "DELETE", "/api/v1/session", "Origin", origin());
        assertEquals(204, out.statusCode());
        assertTrue(out.headers().firstValue("Set-Cookie").orElseThrow().contains("1970"));
        assertEquals(401, get(one, MESSAGES).statusCode());
    }

    @Test
    void nobodyEndsTheSignInOfAnother() {
        String bob = cookie();
        String id = HttpServer.element(get(bob, "/api/v1/sign-ins"))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
        HttpResponse<String> tried = server.send(server.request("/api/v1/sign-ins/" + id)
                .header("Authorization", HttpServer.login("alice"))
                .DELETE());
        assertEquals(404, tried.statusCode());
        assertEquals(200, get(bob, MESSAGES).statusCode());
    }

    @Test
    void itOutlivesARestartAndEndsWithTheAccountAndWithANewPassword() throws Exception {
        String cookie = cookie();
        String file = Files.readString(home.resolve("maildir/run/sign-ins"));
        assertFalse(file.contains(cookie.replaceFirst(".*=", "")), "the words themselves are kept nowhere");
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve("maildir/run/sign-ins"))));
        server.restart(server.port());
        assertEquals(200, get(cookie, MESSAGES).statusCode());
        Path accounts = home.resolve("etc/accounts");
        String before = Files.readString(accounts);
        Files.writeString(accounts, before.replace("bob@lan.example:{PLAIN}secret", "bob@lan.example:{PLAIN}other"));
        server.mail.server().reload(server.mail.settings());
        assertEquals(401, get(cookie, MESSAGES).statusCode());
        Files.writeString(accounts, before.replace("bob@lan.example:{PLAIN}secret\n", ""));
        server.mail.server().reload(server.mail.settings());
        assertEquals(401, get(cookie, MESSAGES).statusCode());
    }

    @Test
    void aDamagedFileLetsNobodyInAndTheServerLive() throws Exception {
        String cookie = cookie();
        Path file = home.resolve("maildir/run/sign-ins");
        server.close();
        Files.writeString(file, "\n\t\t\nx\ty\n" + Files.readString(file).replace("Z\t", "\t"));
        server = HttpServer.start(home);
        assertEquals(401, get(cookie, MESSAGES).statusCode());
        assertEquals(200, get(cookie(), MESSAGES).statusCode());
    }
}
