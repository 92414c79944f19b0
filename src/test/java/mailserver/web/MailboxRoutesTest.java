package mailserver.web;

import static mailserver.web.HttpServer.BOB;
import static mailserver.web.HttpServer.messages;
import static mailserver.web.HttpServer.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailboxRoutesTest {
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

    private void three() {
        server.deliver("bob", "From: Ann <ann@far.example>\nTo: bob@lan.example\nSubject: first\n\nOne.");
        server.deliver(
                "bob",
                "From: Eve <eve@far.example>\nTo: bob@lan.example\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\nZwei.");
        server.deliver(
                "bob",
                "From: Ann <ann@far.example>\nTo: bob@lan.example, \"B, C\" <c@far.example>\nSubject: third\n\nThree.");
    }

    private JsonObject list(String query) {
        return object(server.get(BOB, messages("bob") + query));
    }

    private static String subjects(JsonObject page) {
        var subjects = new StringBuilder();
        page.getAsJsonArray("messages")
                .forEach(one -> subjects.append(
                                one.getAsJsonObject().get("subject").getAsString())
                        .append(' '));
        return subjects.toString().strip();
    }

    @Test
    void listsTheNewestFirst() {
        three();
        JsonObject page = list("");
        assertEquals(3, page.get("total").getAsInt());
        assertEquals("third Gr\u00fc\u00dfe first", subjects(page));
        JsonObject third = page.getAsJsonArray("messages").get(0).getAsJsonObject();
        assertEquals("Ann <ann@far.example>", third.get("from").getAsString());
        assertEquals(
                "[\"bob@lan.example\",\"\\\"B, C\\\" <c@far.example>\"]",
                third.get("to").toString());
        assertFalse(third.get("seen").getAsBoolean());
        assertEquals(0, third.get("attachments").getAsInt());
        assertTrue(Files.exists(Path.of(third.get("file").getAsString())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?from=ANN               | third first
            ?to=c@far               | third
            ?subject=gr%C3%BC%C3%9F | Grüße
            ?text=zwei              | Grüße
            ?from=ann&text=one      | first
            ?since=2001-01-01T00:00:00Z | third Grüße first
            ?since=2999-01-01T00:00:00Z | ''
            ?since=all              | third Grüße first
            ?limit=1                | third
            ?subject=nothing        | ''
            """)
    void findsWhatIsAskedFor(String query, String subjects) {
        three();
        assertEquals(subjects, subjects(list(query)));
    }

    @Test
    void goesOnBehindTheLastOfThePageBefore() {
        three();
        JsonObject page = list("?limit=2");
        String last = page.getAsJsonArray("messages")
                .get(1)
                .getAsJsonObject()
                .get("id")
                .getAsString();
        assertEquals("first", subjects(list("?limit=2&before=" + last)));
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0, limit is a number from 1 to 1000",
        "?limit=many, limit is a number from 1 to 1000",
        "?since=yesterday, 'since is a time such as 2026-01-31T12:00:00Z, or all'"
    })
    void saysWhatIsWrongWithAQuestion(String query, String detail) {
        HttpResponse<String> response = server.get(BOB, messages("bob") + query);
        assertEquals(400, response.statusCode());
        assertEquals(Optional.of("application/problem+json"), HttpServer.type(response));
        assertEquals(detail, object(response).get("detail").getAsString());
    }

    @Test
    void readsAMessageApart() {
        server.deliver("bob", """
                From: Shop <shop@far.example>
                To: bob@lan.example
                Subject: Your code
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                Your code is 482913. Gr=C3=BC=C3=9Fe
                --b
                Content-Type: text/html

                <p>See <a href="https://shop.example/order?id=1">the order</a></p>
                --b
                Content-Type: image/png; name="../../a.png"
                Content-Disposition: attachment; filename*=utf-8''%C3%A4.png
                Content-Transfer-Encoding: base64

                iVBORw0KGgo=
                --b--
                """);
        JsonObject message = object(server.get(BOB, messages("bob") + "/latest"));
        assertEquals(
                "Your code is 482913. Gr\u00fc\u00dfe",
                message.get("text").getAsString().strip());
        assertTrue(message.get("html").getAsString().contains("<a href="));
        assertEquals(
                "[\"https://shop.example/order?id=1\"]", message.get("links").toString());
        assertEquals("[\"482913\"]", message.get("codes").toString());
        assertEquals(
                "[{\"index\":0,\"name\":\"\u00e4.png\",\"type\":\"image/png\",\"size\":8}]",
                message.get("attachments").toString());
        assertTrue(message.get("queue_id").getAsString().matches("[0-9a-v]{12,14}"));
        HttpResponse<String> attachment =
                server.get(BOB, messages("bob") + "/" + message.get("id").getAsString() + "/attachments/0");
        assertEquals(Optional.of("image/png"), HttpServer.type(attachment));
        assertEquals(
                Optional.of("attachment; filename=\"_.png\"; filename*=UTF-8''%C3%A4.png"),
                attachment.headers().firstValue("Content-Disposition"));
        assertEquals(
                404, server.get(BOB, messages("bob") + "/latest/attachments/1").statusCode());
        assertEquals(
                404, server.get(BOB, messages("bob") + "/latest/attachments/x").statusCode());
    }

    @Test
    void givesTheOctetsOfRetr() throws Exception {
        server.deliver("bob", "Subject: dots\n\n.one\n..two\nlast");
        HttpResponse<byte[]> response = server.client()
                .send(
                        server.request(messages("bob") + "/latest/raw")
                                .header("Authorization", BOB)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(Optional.of("message/rfc822"), HttpServer.type(response));
        Path file = server.mail.mail("lan.example", "bob").getFirst();
        String expected = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\n", "\r\n");
        assertEquals(expected, new String(response.body(), StandardCharsets.ISO_8859_1));
        assertEquals(
                response.body().length,
                object(server.get(BOB, messages("bob") + "/latest")).get("size").getAsInt());
    }

    @Test
    void marksAsSeenAsMuttDoesAndTheIdStays() {
        server.deliver("bob", "Subject: one\n\nx");
        String id =
                object(server.get(BOB, messages("bob") + "/latest")).get("id").getAsString();
        assertEquals(204, patch(id, "{\"seen\":true}").statusCode());
        Path seen = server.mail.mail("lan.example", "bob").getFirst();
        assertEquals("cur", seen.getParent().getFileName().toString());
        assertTrue(seen.toString().endsWith(":2,S"));
        assertTrue(
                object(server.get(BOB, messages("bob") + "/" + id)).get("seen").getAsBoolean());
        assertEquals(204, patch(id, "{\"seen\":false}").statusCode());
        assertFalse(
                object(server.get(BOB, messages("bob") + "/" + id)).get("seen").getAsBoolean());
        assertEquals(400, patch(id, "{\"seen\":\"yes\"}").statusCode());
        assertEquals(400, patch(id, "seen").statusCode());
        assertEquals(404, patch("0".repeat(64), "{\"seen\":true}").statusCode());
    }

    private HttpResponse<String> patch(String id, String json) {
        return server.send(server.request(messages("bob") + "/" + id)
                .header("Authorization", BOB)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
    }

    @Test
    void deletes() {
        server.deliver("bob", "Subject: one\n\nx");
        String id =
                object(server.get(BOB, messages("bob") + "/latest")).get("id").getAsString();
        HttpRequest.Builder delete = server.request(messages("bob") + "/" + id)
                .header("Authorization", BOB)
                .DELETE();
        assertEquals(204, server.send(delete).statusCode());
        assertEquals(0, server.mail.mail("lan.example", "bob").size());
        assertEquals(404, server.send(delete).statusCode());
    }
}
