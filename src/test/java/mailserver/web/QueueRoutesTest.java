package mailserver.web;

import static mailserver.web.HttpServer.POSTMASTER;
import static mailserver.web.HttpServer.element;
import static mailserver.web.HttpServer.object;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueRoutesTest {
    @TempDir
    private Path home;

    private HttpServer server;
    private String id;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(home, "[peers]", "\"far.example\" = \"127.0.0.1:1\"");
        id = object(server.post(
                        POSTMASTER,
                        "/api/v1/messages",
                        "{\"to\":[\"bob@far.example\"],\"subject\":\"waits\",\"text\":\"x\"}"))
                .get("queue_id")
                .getAsString();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> order(String what) {
        return server.post(POSTMASTER, "/api/v1/queue/" + id + "/" + what, "");
    }

    private JsonObject entry() {
        return object(server.get("/api/v1/queue/" + id));
    }

    @Test
    void showsWhatTheCommandShows() {
        await().until(() -> server.get("/api/v1/queue").body().contains("refuses connections"));
        JsonObject entry =
                element(server.get("/api/v1/queue")).getAsJsonArray().get(0).getAsJsonObject();
        assertEquals(id, entry.get("id").getAsString());
        assertEquals("postmaster@lan.example", entry.get("sender").getAsString());
        JsonObject recipient = entry.getAsJsonArray("recipients").get(0).getAsJsonObject();
        assertEquals("waiting", recipient.get("status").getAsString());
        JsonObject hop =
                element(server.get("/api/v1/hops")).getAsJsonArray().get(0).getAsJsonObject();
        assertEquals("127.0.0.1:1", hop.get("hop").getAsString());
        assertEquals("[\"far.example\"]", hop.get("domains").toString());
    }

    @Test
    void doesWhatTheCommandDoes() {
        assertTrue(object(order("hold")).get("held").getAsBoolean());
        assertEquals(409, order("retry").statusCode());
        assertFalse(object(order("release")).get("held").getAsBoolean());
        await().until(() -> order("retry").statusCode() == 200);
        assertEquals(404, order("forget").statusCode());
        assertEquals(204, order("remove").statusCode());
        assertEquals(404, order("remove").statusCode());
        assertEquals(404, server.get("/api/v1/queue/" + id).statusCode());
        assertEquals(404, server.get("/api/v1/queue/..%2f..%2fetc").statusCode());
        assertEquals(0, server.mail.queued().size());
    }

    @Test
    void aBounceComesBackToItsSender() {
        await().until(() -> order("bounce").statusCode() == 204);
        await().until(() -> server.mail.mail("lan.example", "postmaster").size() == 1);
    }

    @Test
    void pausesAndResumesADomain() {
        assertEquals(
                "{\"domain\":\"far.example\",\"paused\":true}",
                server.post(POSTMASTER, "/api/v1/hops/far.example/pause", "").body());
        assertTrue(entry().getAsJsonArray("recipients")
                .get(0)
                .getAsJsonObject()
                .get("paused")
                .getAsBoolean());
        assertEquals(
                200,
                server.post(POSTMASTER, "/api/v1/hops/far.example/resume", "").statusCode());
        assertEquals(
                409,
                server.post(POSTMASTER, "/api/v1/hops/far.example/resume", "").statusCode());
        assertEquals(
                400, server.post(POSTMASTER, "/api/v1/hops/not%20one/pause", "").statusCode());
    }

    @Test
    void tellsWhatWasSaidAtEachStep() {
        await().until(() -> server.get("/api/v1/transcripts/" + id).body().contains("\"attempt\""));
        JsonArray sessions = object(server.get("/api/v1/transcripts/" + id)).getAsJsonArray("sessions");
        JsonObject handedIn = sessions.get(0).getAsJsonObject();
        assertEquals("received", handedIn.get("kind").getAsString());
        assertEquals("127.0.0.1", handedIn.get("client").getAsString());
        JsonObject attempt = sessions.get(1).getAsJsonObject();
        assertEquals("attempt", attempt.get("kind").getAsString());
        assertEquals("127.0.0.1:1", attempt.get("hop").getAsString());
        assertTrue(attempt.get("outcome").getAsString().contains("refuses connections"));
        assertEquals(404, server.get("/api/v1/transcripts/nonesuch").statusCode());
    }
}
