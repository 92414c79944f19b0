package mailserver.cli.mail;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mailserver.TestServer;
import mailserver.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that show and send mail, with a server and, where that makes sense, without. */
class MailCommandsTest {
    private static final String BOB = "bob@lan.example";

    @TempDir
    private Path home;

    private CommandRun run(String... words) {
        var all = new ArrayList<>(List.of("--home", home.toString()));
        all.addAll(List.of(words));
        return CommandRun.run(all.toArray());
    }

    private void sendThree() throws Exception {
        Path file = Files.writeString(home.resolve("note.txt"), "attached");
        CommandRun sent = run(
                "send",
                "--from",
                "ann@far.example",
                "--to",
                BOB,
                "--subject",
                "Grüße",
                "--text",
                "PIN 4711",
                "--attach",
                file.toString());
        assertEquals(0, sent.exitCode(), sent.err());
        assertTrue(sent.out().matches("queued as [0-9a-v]+\\R"), sent.out());
        assertEquals(
                0,
                run("send", "--from", "ann@far.example", "--to", BOB, "--html", "<p>only html")
                        .exitCode());
        assertEquals(
                0,
                run("send", "--from", "eve@far.example", "--to", BOB, "--subject", "third", "--text", "x")
                        .exitCode());
    }

    @Test
    void showsWhatIsThereWithAServerAndWithout() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example")) {
            sendThree();
            assertEquals(3, server.mail("lan.example", "bob").size());
            assertTrue(run("messages", BOB).out().contains("third"));
        }
        CommandRun messages = run("messages", BOB, "--from", "ANN");
        assertEquals(3, messages.out().lines().count(), messages.out());
        assertTrue(messages.out().contains("Grüße  [1 attached]"), messages.out());
        assertTrue(run("messages", BOB, "--limit", "1").out().contains("2 more; --limit shows them"));
        JsonObject json = JsonParser.parseString(
                        run("messages", BOB, "--subject", "grüße", "--json").out())
                .getAsJsonObject();
        assertEquals(1, json.get("total").getAsInt());
        String id = json.getAsJsonArray("messages")
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
        CommandRun shown = run("show", BOB, id.substring(0, 10));
        assertTrue(shown.out().contains("Subject: Grüße\n"), shown.out());
        assertTrue(shown.out().contains("Attachment: 0 note.txt (text/plain, 8 octets)"), shown.out());
        assertTrue(shown.out().endsWith("\nPIN 4711\n"), shown.out());
        assertTrue(run("show", BOB, id, "--json").out().contains("\"4711\""));
        assertTrue(run("show", BOB, id, "--raw").out().startsWith("Return-Path: <ann@far.example>\r\n"));
        assertEquals(1, run("show", BOB, id, "--html").exitCode());
        assertEquals(
                "x",
                run("show", BOB, "latest")
                        .out()
                        .strip()
                        .lines()
                        .reduce((one, last) -> last)
                        .orElseThrow());
        assertEquals(1, run("show", BOB, "0123").exitCode());
        assertTrue(run("messages", "nobody@lan.example").err().contains("there is no account nobody@lan.example"));
    }

    @Test
    void awaitPrintsThePathOrWhatCameInstead() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example")) {
            sendThree();
            CommandRun found = run("await", BOB, "--subject", "THIRD", "--timeout", "10s");
            assertEquals(0, found.exitCode(), found.err());
            assertEquals(
                    server.mail("lan.example", "bob").getLast().toString(),
                    found.out().strip());
            CommandRun missed = run("await", BOB, "--subject", "fourth", "--timeout", "50ms");
            assertEquals(1, missed.exitCode());
            assertTrue(missed.err().contains("no such message came within 50ms; what is there instead:"), missed.err());
            assertTrue(
                    missed.err()
                            .contains(
                                    "\"third\" from eve@far.example: subject is \"third\", which does not contain \"fourth\""),
                    missed.err());
            assertEquals(
                    1,
                    run("await", BOB, "--since", "2999-01-01T00:00:00Z", "--timeout", "50ms")
                            .exitCode());
            assertEquals(2, run("await", BOB, "--timeout", "soon").exitCode());
            assertEquals(3, run("await", BOB, "--count", "3", "--json").out().split("\"file\"").length - 1);
        }
    }

    @Test
    void sendSaysWhoWasRefused() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example")) {
            CommandRun refused =
                    run("send", "--from", "ann@far.example", "--to", BOB + ",nobody@lan.example", "--text", "x");
            assertEquals(1, refused.exitCode());
            assertTrue(refused.err().contains("<nobody@lan.example>: 550 5.1.1"), refused.err());
            assertEquals(1, server.mail("lan.example", "bob").size());
            assertEquals(
                    1, run("send", "--from", "ann@far.example", "--text", "x").exitCode());
            assertTrue(run("send", "--from", "a@b.example", "--to", BOB, "--attach", "/no/such/file")
                    .err()
                    .contains("can't be read"));
        }
        assertTrue(run("send", "--from", "a@b.example", "--to", BOB, "--text", "x")
                .err()
                .contains("was not sent"));
    }

    @Test
    void transcriptShowsTheConversation() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example")) {
            sendThree();
            assertEquals(3, server.mail("lan.example", "bob").size());
            await().until(() -> run("transcript", BOB, "latest").exitCode() == 0);
        }
        CommandRun transcript = run("transcript", BOB, "latest");
        assertTrue(transcript.out().startsWith("received from 127.0.0.1, "), transcript.out());
        assertTrue(transcript.out().contains("C: MAIL FROM:<eve@far.example>"), transcript.out());
        assertTrue(run("transcript", BOB, "latest", "--json").out().contains("\"kind\": \"received\""));
        assertEquals(1, run("transcript", "1f3k9q0c2v2a0b").exitCode());
        assertEquals(1, run("transcript", BOB, "first").exitCode());
    }

    @Test
    void tokensAreMadeListedAndRemoved() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example")) {
            assertTrue(run("token", "add", "ci", "--account", BOB).out().startsWith("mst_"));
            assertTrue(run("token", "add", "ops", "--admin").out().startsWith("mst_"));
            assertEquals(1, run("token", "add", "ci", "--admin").exitCode());
            assertEquals(
                    1,
                    run("token", "add", "x", "--account", "nobody@lan.example").exitCode());
            assertEquals(2, run("token", "add", "x").exitCode());
            assertEquals("ci bob@lan.example\nops admin\n", run("token", "list").out());
            assertEquals(0, run("token", "remove", "ci").exitCode());
            assertEquals(1, run("token", "remove", "ci").exitCode());
            assertEquals("mail.lan.example", server.server().configuration().hostname());
        }
    }
}
