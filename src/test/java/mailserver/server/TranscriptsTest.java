package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.record.MailRecord;
import mailserver.record.RecordedSession;
import mailserver.record.RecordedSession.Kind;
import mailserver.record.RecordedSession.Speaker;
import mailserver.record.TranscriptStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of what was said about a message. */
class TranscriptsTest {
    private static final Pattern QUEUED = Pattern.compile("queued as (\\S+)");

    @TempDir
    private Path home;

    private List<RecordedSession> find(String id) throws IOException {
        return TranscriptStore.find(MailRecord.transcriptsIn(home.resolve("maildir/log")), id);
    }

    private RecordedSession one(String id, Kind kind) {
        return await().until(
                        () -> find(id).stream()
                                .filter(session -> session.kind() == kind)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String said(RecordedSession session) {
        var text = new StringBuilder();
        session.lines()
                .forEach(line -> text.append(line.from() == Speaker.CLIENT ? "C: " : "S: ")
                        .append(line.text())
                        .append('\n'));
        return text.toString();
    }

    private static String queueId(String reply) {
        Matcher id = QUEUED.matcher(reply);
        assertTrue(id.find(), reply);
        return id.group(1);
    }

    private static String send(Dialogue dialogue, String recipient, String text) throws Exception {
        dialogue.talk("""
                C: MAIL FROM:<ann@else.example>
                S: 250
                C: RCPT TO:<%s>
                S: 250
                C: DATA
                S: 354
                """.formatted(recipient));
        dialogue.sendRaw((text + "\r\n.\r\n").getBytes(StandardCharsets.UTF_8));
        return queueId(dialogue.line());
    }

    @Test
    void eachMessageHasItsOwnWithWhatCameBeforeTheFirst() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example");
                Dialogue dialogue = Dialogue.with(server.smtpPort())) {
            dialogue.talk("""
                    S: 220
                    C: HELO client.example
                    S: 250
                    """);
            String first = send(dialogue, "bob@lan.example", "Subject: one\r\n\r\na secret of theirs");
            String second = send(dialogue, "alice@lan.example", "Subject: two\r\n\r\nx");
            String one = said(one(first, Kind.RECEIVED));
            assertTrue(one.startsWith("S: 220 mail.lan.example"), one);
            assertTrue(one.contains("C: HELO client.example\n"), one);
            assertTrue(one.contains("RCPT TO:<bob@lan.example>") && !one.contains("alice"), one);
            assertTrue(one.endsWith("S: 250 2.0.0 Ok: queued as " + first + "\n"), one);
            assertFalse(one.contains("secret of theirs"), one);
            assertTrue(one.contains("octets)"), one);
            String two = said(one(second, Kind.RECEIVED));
            assertTrue(two.startsWith("S: 220 ") && two.contains("alice") && !two.contains("bob"), two);
        }
    }

    @Test
    void aRefusalIsKeptToo() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example");
                Dialogue dialogue = Dialogue.with(server.smtpPort())) {
            dialogue.talk("""
                    S: 220
                    C: HELO x
                    S: 250
                    C: MAIL FROM:<ann@else.example>
                    S: 250
                    C: RCPT TO:<nobody@lan.example>
                    S: 550
                    C: QUIT
                    S: 221
                    """);
        }
        try (Stream<Path> files = Files.list(home.resolve("maildir/log/transcripts"))) {
            String all = Files.readString(files.findFirst().orElseThrow());
            assertTrue(all.contains("\"kind\":\"refused\""), all);
            assertTrue(all.contains("\"outcome\":\"550 5.1.1"), all);
        }
    }

    @Test
    void passwordsAreInNone() throws Exception {
        String plain = Base64.getEncoder().encodeToString("\0bob@lan.example\0secret".getBytes(StandardCharsets.UTF_8));
        try (TestServer server = TestServer.start(home, "lan.example")) {
            int port = server.server().addresses(Service.SUBMISSION).getFirst().getPort();
            try (Dialogue dialogue = Dialogue.with(port)) {
                dialogue.talk("""
                        S: 220
                        C: HELO x
                        S: 250
                        C: AUTH PLAIN %s
                        S: 235
                        C: MAIL FROM:<bob@lan.example>
                        S: 250
                        C: RCPT TO:<bob@lan.example>
                        S: 250
                        C: DATA
                        S: 354
                        C: .
                        """.formatted(plain));
                String said = said(one(queueId(dialogue.line()), Kind.RECEIVED));
                assertTrue(said.contains("C: AUTH "), said);
                assertFalse(said.contains(plain), said);
            }
        }
    }

    @Test
    void everyTryAtANextHopIsKept(@TempDir Path other) throws Exception {
        try (TestServer far = TestServer.start(other, "far.example");
                TestServer server = TestServer.start(
                        home, "lan.example", "[peers]", "\"far.example\" = \"127.0.0.1:" + far.smtpPort() + "\"");
                Dialogue dialogue = Dialogue.with(server.smtpPort())) {
            dialogue.talk("""
                    S: 220
                    C: HELO x
                    S: 250
                    """);
            String id = send(dialogue, "bob@far.example", "Subject: away\r\n\r\nx");
            RecordedSession attempt = one(id, Kind.ATTEMPT);
            assertEquals("127.0.0.1:" + far.smtpPort(), attempt.other());
            assertTrue(attempt.tls().orElseThrow().startsWith("TLSv1.3 "));
            String said = said(attempt);
            assertTrue(said.startsWith("S: 220 mail.far.example"), said);
            assertTrue(said.contains("C: EHLO mail.lan.example\n"), said);
            assertTrue(said.contains("RCPT TO:<bob@far.example>"), said);
            assertTrue(attempt.outcome().contains("queued as"), attempt.outcome());
            // A second one over the same connection, perhaps, has the greeting, too, and nothing of the first.
            String next = send(dialogue, "alice@far.example", "Subject: away\r\n\r\nx");
            String again = said(one(next, Kind.ATTEMPT));
            assertTrue(again.startsWith("S: 220 mail.far.example"), again);
            assertTrue(again.contains("alice@far.example") && !again.contains("bob@far.example"), again);
        }
    }

    @Test
    void nothingIsKeptWhereThatIsSaid() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example", "[transcripts]", "keep = \"0\"");
                Dialogue dialogue = Dialogue.with(server.smtpPort())) {
            dialogue.talk("""
                    S: 220
                    C: HELO x
                    S: 250
                    """);
            send(dialogue, "bob@lan.example", "Subject: one\r\n\r\nx");
        }
        assertFalse(Files.exists(home.resolve("maildir/log/transcripts")));
        assertFalse(Files.exists(home.resolve("maildir/log/events")));
    }
}
