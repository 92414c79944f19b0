package mailserver.web;

import static mailserver.web.HttpServer.BOB;
import static mailserver.web.HttpServer.POSTMASTER;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRoutesTest {
    @TempDir
    private Path home;

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(home, "[peers]", "\"far.example\" = \"127.0.0.1:1\"");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A stream that is read by a thread of its own. */
    private List<String> listen(String login, Optional<String> last) throws Exception {
        var lines = new CopyOnWriteArrayList<String>();
        HttpRequest.Builder request = server.request("/api/v1/events").header("Authorization", login);
        last.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<Stream<String>> response =
                server.client().send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertEquals(200, response.statusCode());
        assertEquals(Optional.of("text/event-stream"), HttpServer.type(response));
        Thread.ofVirtual().start(() -> {
            try {
                response.body().forEach(lines::add);
            } catch (RuntimeException e) {
                // The server has ended.
            }
        });
        return lines;
    }

    private static List<String> kinds(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
    }

    private static JsonObject data(List<String> lines, String kind) {
        int event = lines.indexOf("event: " + kind);
        return JsonParser.parseString(lines.get(event + 1).substring("data: ".length()))
                .getAsJsonObject();
    }

    @Test
    void tellsWhatHappensAsItHappens() throws Exception {
        List<String> lines = listen(POSTMASTER, Optional.empty());
        server.deliver("bob", "Subject: one\n\nx");
        await().until(() -> kinds(lines).equals(List.of("received", "delivered")));
        JsonObject delivered = data(lines, "delivered");
        assertEquals("bob@lan.example", delivered.get("mailbox").getAsString());
        assertEquals("ann@far.example", delivered.get("from").getAsString());
        assertEquals(
                server.mail.mail("lan.example", "bob").getFirst().toString(),
                delivered.get("file").getAsString());
        server.post(POSTMASTER, "/api/v1/messages", "{\"to\":[\"x@far.example\"]}");
        await().until(() -> kinds(lines).contains("deferred"));
        assertEquals("127.0.0.1:1", data(lines, "deferred").get("hop").getAsString());
        server.post(POSTMASTER, "/api/v1/messages", "{\"to\":[\"nobody@lan.example\"]}");
        await().until(() -> kinds(lines).contains("refused"));
        assertTrue(data(lines, "refused").get("reply").getAsString().startsWith("550 5.1.1"));
    }

    @Test
    void anAccountHearsOfItsOwnMailboxOnly() throws Exception {
        List<String> bobs = listen(BOB, Optional.empty());
        server.deliver("alice", "Subject: hers\n\nx");
        server.deliver("bob", "Subject: his\n\nx");
        await().until(() -> !kinds(bobs).isEmpty());
        assertEquals(List.of("delivered"), kinds(bobs));
        assertEquals("bob@lan.example", data(bobs, "delivered").get("mailbox").getAsString());
    }

    @Test
    void whoWasAwayHearsWhatHeHasMissedOnceAndInOrderAlsoOverARestart() throws Exception {
        List<String> lines = listen(POSTMASTER, Optional.empty());
        server.deliver("bob", "Subject: one\n\nx");
        await().until(() -> kinds(lines).size() == 2);
        String last = lines.stream()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);
        server.deliver("bob", "Subject: two\n\nx");
        List<String> again = listen(POSTMASTER, Optional.of(last));
        await().until(() -> kinds(again).equals(List.of("delivered", "received", "delivered")));
        server.close();
        server = HttpServer.start(home, "[peers]", "\"far.example\" = \"127.0.0.1:1\"");
        List<String> later = listen(POSTMASTER, Optional.of(last));
        server.deliver("bob", "Subject: three\n\nx");
        await().until(() ->
                kinds(later).equals(List.of("delivered", "received", "delivered", "received", "delivered")));
        List<Long> ids = later.stream()
                .filter(line -> line.startsWith("id: "))
                .map(line -> Long.valueOf(line.substring(4)))
                .toList();
        assertEquals(ids.stream().sorted().distinct().toList(), ids);
        assertFalse(ids.contains(Long.valueOf(last)));
    }

    @Test
    void saysWhatAnIdIs() {
        assertEquals(
                400,
                server.send(server.request("/api/v1/events")
                                .header("Authorization", POSTMASTER)
                                .header("Last-Event-ID", "x"))
                        .statusCode());
    }
}
