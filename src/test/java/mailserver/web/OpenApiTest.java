package mailserver.web;

import static mailserver.web.HttpServer.BOB;
import static mailserver.web.HttpServer.POSTMASTER;
import static mailserver.web.HttpServer.element;
import static mailserver.web.HttpServer.messages;
import static mailserver.web.HttpServer.object;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's answers are what its own document says, and what the document names is there. */
class OpenApiTest {
    @TempDir
    private Path home;

    private HttpServer server;
    private JsonObject document;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(
                home,
                "open_mailboxes = true",
                "[faults]",
                "enabled = true",
                "[peers]",
                "\"far.example\" = \"127.0.0.1:1\"");
        document = object(server.get("/api/v1/openapi.json"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void holds(String method, String path, HttpResponse<String> response) {
        JsonObject operation =
                document.getAsJsonObject("paths").getAsJsonObject(path).getAsJsonObject(method);
        JsonObject responses = operation.getAsJsonObject("responses");
        String status = String.valueOf(response.statusCode());
        JsonObject described = responses.getAsJsonObject(responses.has(status) ? status : "default");
        String type = HttpServer.type(response).orElseThrow().split(";")[0];
        JsonObject content = described.getAsJsonObject("content");
        assertFalse(!content.has(type), () -> path + " answers " + status + " with " + type);
        List<String> faults = new JsonSchema(document)
                .faults(content.getAsJsonObject(type).getAsJsonObject("schema"), element(response));
        assertEquals(List.of(), faults, path + " " + response.body());
    }

    @Test
    void realAnswersAreAsTheDocumentSays() {
        server.deliver("bob", """
                From: Ann <ann@far.example>
                To: bob@lan.example
                Subject: one
                Content-Type: multipart/mixed; boundary=b

                --b

                text https://x.example/
                --b
                Content-Type: image/png

                x
                --b--
                """);
        HttpResponse<String> sent =
                server.post(POSTMASTER, "/api/v1/messages", "{\"to\":[\"x@far.example\"],\"text\":\"x\"}");
        holds("post", "/api/v1/messages", sent);
        String id = object(sent).get("queue_id").getAsString();
        await().until(() -> server.get("/api/v1/transcripts/" + id).statusCode() == 200);
        holds("get", "/api/v1/transcripts/{queue_id}", server.get("/api/v1/transcripts/" + id));
        String one = "/api/v1/mailboxes/{a}/messages/{id}";
        holds("get", "/api/v1/mailboxes/{a}/messages", server.get(BOB, messages("bob")));
        holds("get", one, server.get(BOB, messages("bob") + "/latest"));
        holds("get", one, server.get(BOB, messages("bob") + "/nonesuch"));
        holds("get", "/api/v1/mailboxes/{a}/await", server.get(BOB, "/api/v1/mailboxes/bob@lan.example/await"));
        holds(
                "get",
                "/api/v1/mailboxes/{a}/await",
                server.get(BOB, "/api/v1/mailboxes/bob@lan.example/await?subject=no&timeout=1ms"));
        holds("get", "/api/v1/queue", server.get("/api/v1/queue"));
        holds("get", "/api/v1/queue/{queue_id}", server.get("/api/v1/queue/" + id));
        holds("post", "/api/v1/queue/{queue_id}/{order}", server.post(POSTMASTER, "/api/v1/queue/" + id + "/hold", ""));
        holds("get", "/api/v1/hops", server.get("/api/v1/hops"));
        holds("post", "/api/v1/hops/{domain}/{order}", server.post(POSTMASTER, "/api/v1/hops/far.example/pause", ""));
        holds("post", "/api/v1/faults", server.post(POSTMASTER, "/api/v1/faults", "{\"rule\":\"quit garble\"}"));
        holds("post", "/api/v1/faults", server.post(POSTMASTER, "/api/v1/faults", "{\"rule\":\"quit sometimes\"}"));
        holds("post", "/api/v1/faults", server.post(POSTMASTER, "/api/v1/faults", "[]"));
        holds("get", "/api/v1/faults", server.get("/api/v1/faults"));
        String mailbox = "/api/v1/mailboxes/bob@lan.example";
        holds("get", "/api/v1/mailboxes/{a}/folders", server.get(BOB, mailbox + "/folders"));
        holds("get", "/api/v1/mailboxes/{a}/threads", server.get(BOB, mailbox + "/threads"));
        holds("post", "/api/v1/mailboxes/{a}/drafts", server.post(BOB, mailbox + "/drafts", "{\"text\":\"x\"}"));
        holds("get", "/api/v1/session", server.get(BOB, "/api/v1/session"));
        holds(
                "post",
                "/api/v1/session",
                server.post(BOB, "/api/v1/session", "{\"address\":\"bob@lan.example\",\"password\":\"secret\"}"));
        holds("get", "/api/v1/sign-ins", server.get(BOB, "/api/v1/sign-ins"));
        holds("get", "/api/v1/journeys/{queue_id}", server.get("/api/v1/journeys/" + id));
        holds("get", "/api/v1/lab", server.get("/api/v1/lab"));
        holds("get", "/api/v1/history", server.get("/api/v1/history?span=day"));
        holds("get", "/api/v1/doctor", server.get("/api/v1/doctor"));
        holds("get", "/api/v1/explain", server.get("/api/v1/explain?address=x@far.example&from=bob@lan.example"));
        holds("get", "/api/v1/status", server.get("/api/v1/status"));
        holds("get", "/api/v1/sessions", server.get("/api/v1/sessions"));
        holds("get", "/api/v1/accounts", server.get("/api/v1/accounts"));
        holds("post", "/api/v1/messages", server.post(POSTMASTER, "/api/v1/messages", "{\"to\":[\"no@lan.example\"]}"));
        holds("get", "/api/v1/queue", server.get(HttpServer.login("nobody"), "/api/v1/queue"));
    }

    @Test
    void whatTheDocumentNamesIsThere() {
        for (Map.Entry<String, JsonElement> path :
                document.getAsJsonObject("paths").entrySet()) {
            for (String method : path.getValue().getAsJsonObject().keySet()) {
                String real = path.getKey()
                        .replace("{a}", "bob@lan.example")
                        .replace("{domain}", "far.example")
                        .replaceAll("\\{.*?}", "x");
                // Without a login nothing is done, and nothing but what isn't there is called so.
                HttpResponse<String> response = server.send(server.request(real)
                        .method(method.toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody()));
                assertFalse(response.body().contains("there is nothing at"), method + " " + real);
            }
        }
        HttpResponse<String> nothing = server.get("/api/v1/nothing");
        assertEquals(404, nothing.statusCode());
        assertEquals(
                "there is nothing at GET /api/v1/nothing",
                object(nothing).get("detail").getAsString());
    }
}
