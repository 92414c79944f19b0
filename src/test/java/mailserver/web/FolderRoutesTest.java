package mailserver.web;

import static mailserver.web.HttpServer.BOB;
import static mailserver.web.HttpServer.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders, moves, flags, conversations, searches, drafts and what is kept of what was sent, over HTTP and as files. */
class FolderRoutesTest {
    private static final String MAILBOX = "/api/v1/mailboxes/bob@lan.example";

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

    private String deliver(String subject, String... more) {
        server.deliver(
                "bob", String.join("\n", more) + (more.length > 0 ? "\n" : "") + "Subject: " + subject + "\n\nx\n");
        return object(server.get(BOB, MAILBOX + "/messages/latest")).get("id").getAsString();
    }

    private HttpResponse<String> patch(String path, String json) {
        return server.send(server.request(path)
                .header("Authorization", BOB)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
    }

    private Path mailbox() {
        return home.resolve("maildir/lan.example/bob");
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private JsonObject folder(String name) {
        return HttpServer.element(server.get(BOB, MAILBOX + "/folders")).getAsJsonArray().asList().stream()
                .map(one -> one.getAsJsonObject())
                .filter(one -> one.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMessageIsMovedAndMovedBackWithItsNameAndItsId() throws Exception {
        String id = deliver("one");
        Path before = files(mailbox().resolve("new")).getFirst().getFileName();
        assertEquals(
                204,
                server.post(BOB, MAILBOX + "/messages/" + id + "/move", "{\"to\":\"Trash\"}")
                        .statusCode());
        assertEquals(before, files(mailbox().resolve(".Trash/new")).getFirst().getFileName());
        assertEquals(404, server.get(BOB, MAILBOX + "/messages/" + id).statusCode());
        assertEquals(
                200,
                server.get(BOB, MAILBOX + "/messages/" + id + "?folder=Trash").statusCode());
        assertEquals(1, folder("Trash").get("total").getAsInt());
        assertEquals(
                204,
                server.post(BOB, MAILBOX + "/messages/" + id + "/move?folder=Trash", "{\"to\":\"INBOX\"}")
                        .statusCode());
        assertEquals(before, files(mailbox().resolve("new")).getFirst().getFileName());
        assertEquals(1, folder("INBOX").get("unseen").getAsInt());
        assertEquals(
                404,
                server.post(BOB, MAILBOX + "/messages/none/move", "{\"to\":\"Trash\"}")
                        .statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../alice", "Trash/../../alice", "a/b", ".x", "", "new", "x\\u0000"})
    void whatIsNoFolderLeadsNowhere(String name) throws Exception {
        String id = deliver("one");
        HttpResponse<String> moved =
                server.post(BOB, MAILBOX + "/messages/" + id + "/move", "{\"to\":\"" + name + "\"}");
        assertTrue(moved.statusCode() == 400 || name.equals("new"), name + " " + moved.body());
        assertFalse(Files.exists(home.resolve("maildir/lan.example/alice")));
        if (name.equals("new")) {
            // A folder of that name has a dot before it, and is none of the mailbox' own.
            assertTrue(Files.exists(mailbox().resolve(".new/new")));
        }
    }

    @Test
    void flagsAreThoseOfMaildir() throws Exception {
        String id = deliver("one");
        String path = MAILBOX + "/messages/" + id;
        assertEquals(
                204,
                patch(path, "{\"flagged\":true,\"answered\":true,\"seen\":true}")
                        .statusCode());
        assertTrue(files(mailbox().resolve("cur")).getFirst().toString().endsWith(":2,FRS"));
        JsonObject json = object(server.get(BOB, path));
        assertTrue(json.get("flagged").getAsBoolean());
        assertTrue(json.get("answered").getAsBoolean());
        assertEquals(204, patch(path, "{\"flagged\":false}").statusCode());
        assertTrue(files(mailbox().resolve("cur")).getFirst().toString().endsWith(":2,RS"));
        for (String wrong : List.of("{}", "[]", "{\"seen\":1}", "{\"deleted\":true}", "x")) {
            assertEquals(400, patch(path, wrong).statusCode(), wrong);
        }
    }

    @Test
    void messagesOfOneConversationAreTogether() {
        deliver("a", "Message-ID: <a@x>");
        deliver("other", "Message-ID: <o@x>");
        deliver("no id");
        deliver("Re: a", "Message-ID: <b@x>", "In-Reply-To: <a@x>");
        deliver("Re: a, to the answer", "Message-ID: <c@x>", "In-Reply-To: <b@x>");
        deliver("Re: a, with all", "Message-ID: <d@x>", "References: <a@x> <b@x>", "In-Reply-To: <b@x>");
        deliver("in a circle", "Message-ID: <e@x>", "In-Reply-To: <f@x>");
        deliver("in a circle, too", "Message-ID: <f@x>", "In-Reply-To: <e@x>");
        JsonObject page = object(server.get(BOB, MAILBOX + "/threads?limit=10"));
        List<Integer> sizes = page.getAsJsonArray("threads").asList().stream()
                .map(thread ->
                        thread.getAsJsonObject().getAsJsonArray("messages").size())
                .toList();
        assertEquals(8, sizes.stream().mapToInt(Integer::intValue).sum());
        assertTrue(sizes.contains(4), sizes.toString());
        assertEquals(sizes.size(), page.get("total").getAsInt());
        JsonObject second = object(server.get(BOB, MAILBOX + "/threads?limit=1&offset=1"));
        assertEquals(
                page.getAsJsonArray("threads").get(1),
                second.getAsJsonArray("threads").get(0));
    }

    @Test
    void aSearchTellsHowFarItIsAndWhatItFinds() {
        deliver("apples", "From: Ann <ann@far.example>");
        deliver("pears", "From: Carl <carl@far.example>");
        List<JsonObject> lines = search("anywhere=CARL");
        assertEquals("pears", lines.get(1).get("subject").getAsString());
        JsonObject end = lines.getLast();
        assertEquals("{\"looked\":2,\"of\":2,\"found\":1,\"done\":true}", end.toString());
        assertEquals(2, search("text=x").getLast().get("found").getAsInt());
        assertEquals(0, search("attachments=true").getLast().get("found").getAsInt());
        assertEquals(2, search("unseen=true").getLast().get("found").getAsInt());
        assertEquals(
                0, search("until=2020-01-01T00:00:00Z").getLast().get("found").getAsInt());
        assertEquals(1, search("anywhere=a&limit=1").getLast().get("found").getAsInt());
        assertEquals(400, server.get(BOB, MAILBOX + "/search?until=tomorrow").statusCode());
    }

    private List<JsonObject> search(String query) {
        return server.get(BOB, MAILBOX + "/search?" + query)
                .body()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    @Test
    void aPageInTheMiddleIsFoundByItsPlace() {
        for (int i = 0; i < 5; i++) {
            deliver("number " + i);
        }
        JsonArray page =
                object(server.get(BOB, MAILBOX + "/messages?limit=2&offset=2")).getAsJsonArray("messages");
        assertEquals("number 2", page.get(0).getAsJsonObject().get("subject").getAsString());
        JsonArray found = object(server.get(BOB, MAILBOX + "/messages?subject=number&limit=2&offset=4"))
                .getAsJsonArray("messages");
        assertEquals("number 0", found.get(0).getAsJsonObject().get("subject").getAsString());
        assertEquals(400, server.get(BOB, MAILBOX + "/messages?offset=-1").statusCode());
    }

    @Test
    void aDraftReplacesTheOneBefore() throws Exception {
        String first = object(server.post(
                        BOB,
                        MAILBOX + "/drafts",
                        "{\"to\":[\"ann@far.example\"],\"bcc\":[\"x@far.example\"],\"text\":\"one\"}"))
                .get("id")
                .getAsString();
        String second = object(server.post(BOB, MAILBOX + "/drafts", "{\"text\":\"two\",\"draft\":\"" + first + "\"}"))
                .get("id")
                .getAsString();
        assertEquals(1, files(mailbox().resolve(".Drafts/cur")).size());
        JsonObject draft = object(server.get(BOB, MAILBOX + "/messages/" + second + "?folder=Drafts"));
        assertEquals("two", draft.get("text").getAsString().strip());
        // What is on disk has LF alone, as every other message.
        assertFalse(Files.readString(files(mailbox().resolve(".Drafts/cur")).getFirst())
                .contains("\r"));
    }

    @Test
    void whatIsKeptIsWhatWasSentAndNoOtherFieldGetsIn() throws Exception {
        HttpResponse<String> sent = server.post(BOB, "/api/v1/messages", """
                {"to":["alice@lan.example"],"bcc":["postmaster@lan.example"],"subject":"s","text":"t","keep":true,
                 "in_reply_to":"<a@x>","references":"<a@x>  <b@x>"}""");
        assertEquals(202, sent.statusCode(), sent.body());
        String kept = Files.readString(files(mailbox().resolve(".Sent/cur")).getFirst());
        assertTrue(kept.contains("\nBcc: postmaster@lan.example\n"), kept);
        assertTrue(kept.contains("\nIn-Reply-To: <a@x>\n"), kept);
        String arrived =
                Files.readString(server.mail.mail("lan.example", "alice").getFirst());
        assertFalse(arrived.contains("Bcc"), arrived);
        String id = kept.lines()
                .filter(line -> line.startsWith("Message-ID:"))
                .findFirst()
                .orElseThrow();
        assertTrue(arrived.contains(id), arrived);
        for (String wrong : List.of("<a@x>\\r\\nX-Evil: 1", "a@x", "<a b>", "")) {
            HttpResponse<String> refused = server.post(
                    BOB, "/api/v1/messages", "{\"to\":[\"alice@lan.example\"],\"in_reply_to\":\"" + wrong + "\"}");
            assertEquals(400, refused.statusCode(), wrong);
        }
    }

    @Test
    void whatWasGuessedIsSaid() {
        server.deliver("bob", "Subject: x\nContent-Type: text/plain; charset=x-unheard-of\n\nplain\n");
        String note = object(server.get(BOB, MAILBOX + "/messages/latest"))
                .getAsJsonArray("notes")
                .get(0)
                .getAsString();
        assertEquals("its text is said to be x-unheard-of, which is not known here; read as utf-8", note);
    }

    @Test
    void anInvitationIsShownInWords() {
        server.deliver("bob", """
                Subject: come
                Content-Type: text/calendar; charset=utf-8

                BEGIN:VCALENDAR
                BEGIN:VTIMEZONE
                DTSTART:19700101T000000
                END:VTIMEZONE
                BEGIN:VEVENT
                SUMMARY:Lab\\, in the
                  afternoon
                DTSTART;TZID=Europe/Berlin:20260131T140000
                LOCATION:Room 5
                ORGANIZER:mailto:ann@far.example
                END:VEVENT
                END:VCALENDAR
                """);
        assertEquals(
                "What: Lab, in the afternoon\nFrom: 2026-01-31 14:00 (Europe/Berlin)\nWhere: Room 5\nBy: ann@far.example\n",
                server.get(BOB, MAILBOX + "/messages/latest/attachments/0/preview")
                        .body());
    }

    @Test
    void thunderbirdLearnsAllItHasToKnow() throws Exception {
        HttpResponse<String> config = server.send(
                server.request("/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=bob%40lan.example"));
        assertEquals("text/xml; charset=utf-8", HttpServer.type(config).orElseThrow());
        assertTrue(
                config.body()
                        .contains("<incomingServer type=\"pop3\">\n      <hostname>mail.lan.example</hostname>\n"
                                + "      <port>"),
                config.body());
        assertTrue(config.body().contains("<socketType>SSL</socketType>"));
        assertTrue(config.body().contains("<username>%EMAILADDRESS%</username>"));
        assertEquals("HTTP/1.1 200", server.raw("GET /mail/config-v1.1.xml HTTP/1.1", "Host: autoconfig.lan.example"));
        assertEquals("HTTP/1.1 421", server.raw("GET /mail/config-v1.1.xml HTTP/1.1", "Host: autoconfig.evil.example"));
    }
}
