package mailserver.web;

import static mailserver.web.HttpServer.BOB;
import static mailserver.web.HttpServer.object;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mailserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitRouteTest {
    @TempDir
    private Path home;

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(
                home, "[peers]", "\"far.example\" = \"127.0.0.1:1\"", "[limits]", "message_size = \"64 KiB\"");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String json) {
        return server.post(BOB, "/api/v1/messages", json);
    }

    private String delivered(String user) {
        return TestServer.text(server.mail.mail("lan.example", user).getFirst());
    }

    @Test
    void writesAMessageAndHandsItInAsASubmission() {
        HttpResponse<String> response = send("""
                {"from":"bob@lan.example","to":["alice@lan.example"],"cc":["carl@far.example"],"bcc":["postmaster@lan.example"],
                 "subject":"Gr\u00fc\u00dfe","text":"Hi\\n.\\nthere","html":"<p>Hi","attachments":[{"name":"a.txt","type":"text/plain","base64":"aGVsbG8="}]}""");
        assertEquals(202, response.statusCode(), response.body());
        String id = object(response).get("queue_id").getAsString();
        String alice = delivered("alice");
        assertTrue(alice.startsWith("Return-Path: <bob@lan.example>\nReceived: "), alice);
        assertTrue(alice.contains("with HTTP id " + id), alice);
        assertTrue(alice.contains("\nMessage-ID: <"), alice);
        assertTrue(alice.contains("\nDate: "), alice);
        assertFalse(alice.contains("postmaster"), alice);
        assertTrue(alice.contains("aGVsbG8="), alice);
        assertEquals(1, server.mail.mail("lan.example", "postmaster").size());
        assertEquals(1, server.mail.queued().size());
        assertTrue(server.mail.queued().getFirst().toString().contains(id));
    }

    @Test
    void takesAWholeMessage() {
        String message = "From: bob@lan.example\r\nBcc: hidden@far.example\r\nSubject: whole\r\n\r\n.dots stay\r\nlast";
        HttpResponse<String> response = server.send(
                server.request("/api/v1/messages?from=bob@lan.example&to=alice@lan.example,postmaster@lan.example")
                        .header("Authorization", BOB)
                        .header("Content-Type", "message/rfc822")
                        .POST(HttpRequest.BodyPublishers.ofString(message, StandardCharsets.UTF_8)));
        assertEquals(202, response.statusCode(), response.body());
        assertTrue(delivered("alice").endsWith("Subject: whole\n\n.dots stay\nlast"), delivered("alice"));
        assertFalse(delivered("alice").contains("hidden"));
        assertEquals(1, server.mail.mail("lan.example", "postmaster").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"to":["alice@lan.example"],"from":"alice@lan.example"} | 422 | 550 | 5.7.1
            {"to":["alice@lan.example"],"from":"x@elsewhere.example"} | 422 | 550 | 5.7.1
            {"to":["nobody@lan.example"]} | 422 | 550 | 5.1.1
            {"to":["x@unknown.example"]} | 422 | 550 | 5.1.2
            {"to":[]} | 422 | 554 | 5.5.1
            """)
    void refusesWhatSubmissionWouldRefuse(String json, int status, int code, String enhanced) {
        HttpResponse<String> response = send(json);
        assertEquals(status, response.statusCode(), response.body());
        JsonObject problem = object(response);
        assertEquals(code, problem.get("smtp_code").getAsInt(), response.body());
        assertEquals(enhanced, problem.get("enhanced_status").getAsString());
        assertEquals(0, server.mail.mail("lan.example", "alice").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                   | that is no JSON object
            {                                    | that is no JSON object
            {"To":["a@b.example"]}               | "To" is none of from, to, cc, bcc, subject, text, html, attachments, in_reply_to, references, keep, draft
            {"to":"a@b.example"}                 | to must be a list
            {"to":["a"]}                         | to: "a" is not an address
            {"to":["a@b.example"],"subject":1}   | subject must be text
            {"to":["a@b.example"],"attachments":[{"base64":"="}]} | an attachment's base64 is none
            """)
    void saysWhatIsWrongWithARequest(String json, String detail) {
        HttpResponse<String> response = send(json);
        assertEquals(400, response.statusCode(), response.body());
        assertEquals(detail, object(response).get("detail").getAsString());
    }

    @Test
    void refusesWhatIsTooLarge() {
        HttpResponse<String> response =
                send("{\"to\":[\"alice@lan.example\"],\"text\":\"" + "x\\n".repeat(40_000) + "\"}");
        assertEquals(413, response.statusCode(), response.body());
        assertEquals(0, server.mail.mail("lan.example", "alice").size());
    }

    @Test
    void noValueBeginsAnotherField() {
        assertEquals(
                202,
                send("{\"to\":[\"alice@lan.example\"],\"subject\":\"a\\r\\nX-Evil: 1\",\"attachments\":[{\"name\":\"b\\r\\nX-Evil: 2\",\"type\":\"text/plain\\r\\nX-Evil: 3\",\"base64\":\"eA==\"}]}")
                        .statusCode());
        await().until(() -> server.mail.mail("lan.example", "alice").size() == 1);
        assertFalse(delivered("alice").contains("\nX-Evil"), delivered("alice"));
    }
}
