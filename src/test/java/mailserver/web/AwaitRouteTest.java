package mailserver.web;

import static mailserver.web.HttpServer.BOB;
import static mailserver.web.HttpServer.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwaitRouteTest {
    private static final String AWAIT = "/api/v1/mailboxes/bob@lan.example/await";

    @TempDir
    private Path home;

    private HttpServer server;
    private ExecutorService threads;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(home);
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
    }

    private CompletableFuture<HttpResponse<String>> later(String query) {
        return CompletableFuture.supplyAsync(() -> server.get(BOB, AWAIT + query), threads);
    }

    @Test
    void whatIsThereAlreadyCounts() {
        server.deliver("bob", "Subject: early\n\nx");
        JsonObject page = object(server.get(BOB, AWAIT + "?subject=EARLY"));
        assertEquals(1, page.get("total").getAsInt());
        assertEquals("early", subject(page, 0));
    }

    @Test
    void manyWaitForTheSameMessage() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(later("?text=needle&timeout=30s"));
        }
        server.deliver("bob", "Subject: other\n\nhay");
        server.deliver("bob", "Subject: this\n\na needle");
        for (CompletableFuture<HttpResponse<String>> one : waiting) {
            assertEquals(200, one.get().statusCode());
            assertEquals("this", subject(object(one.get()), 0));
        }
    }

    @Test
    void waitsForAsManyAsAreWanted() throws Exception {
        CompletableFuture<HttpResponse<String>> two = later("?subject=x&count=2&timeout=30s");
        server.deliver("bob", "Subject: x one\n\n");
        server.deliver("bob", "Subject: x two\n\n");
        JsonObject page = object(two.get());
        assertEquals(2, page.get("total").getAsInt());
        assertEquals("x two", subject(page, 0));
    }

    @Test
    void findsWhatAnotherProgramDelivers() throws Exception {
        Path fresh = Files.createDirectories(home.resolve("maildir/lan.example/bob/new"));
        CompletableFuture<HttpResponse<String>> foreign = later("?subject=procmail&timeout=30s");
        Files.writeString(fresh.resolve("1700000000.1.host"), "Subject: by procmail\n\nx\n");
        assertEquals("by procmail", subject(object(foreign.get()), 0));
    }

    @Test
    void tellsAfterTheTimeoutWhatCameInstead() {
        server.deliver("bob", "Subject: hello\n\nx");
        HttpResponse<String> response = server.get(BOB, AWAIT + "?subject=bye&timeout=50ms");
        assertEquals(404, response.statusCode());
        JsonObject seen = object(response).getAsJsonArray("seen").get(0).getAsJsonObject();
        assertEquals("hello", seen.get("subject").getAsString());
        assertEquals(
                "subject is \"hello\", which does not contain \"bye\"",
                seen.get("mismatch").getAsString());
        assertEquals(400, server.get(BOB, AWAIT + "?timeout=11m").statusCode());
        assertEquals(400, server.get(BOB, AWAIT + "?timeout=soon").statusCode());
    }

    @Test
    void aStopEndsTheWaiting() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = later("?timeout=10m");
        server.deliver("alice", "Subject: not his\n\nx");
        server.web().close();
        int status = waiting.handle((response, broken) -> broken == null ? response.statusCode() : 0)
                .get();
        assertTrue(status == 404 || status == 0, () -> "answered " + status);
    }

    private static String subject(JsonObject page, int index) {
        return page.getAsJsonArray("messages")
                .get(index)
                .getAsJsonObject()
                .get("subject")
                .getAsString();
    }
}
