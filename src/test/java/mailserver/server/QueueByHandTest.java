package mailserver.server;

import static mailserver.server.Letters.letter;
import static mailserver.server.Letters.send;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import mailserver.TestServer;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Somebody works on the queue of a running server with an editor, {@code mv} and {@code rm}. */
@Execution(ExecutionMode.CONCURRENT)
class QueueByHandTest {
    private static final String BOB = "bob@here.example";
    private static final String TEXT = "Subject: by hand\n\nHello.\n";
    private static final String ENVELOPE = """
            # dropped by hand

            Sender: <bob@here.example>
            Recipient: <alice@up.example>
            """;

    @TempDir
    Path temp;

    private ScriptedPeer up;
    private ScriptedPeer busy;
    private TestServer here;
    private Path queue;

    @BeforeEach
    void start() throws IOException {
        up = ScriptedPeer.start(List.of());
        busy = ScriptedPeer.start(List.of(), new Fault.Answer("RCPT", "451 4.3.2 come back later"));
        here = TestServer.start(temp.resolve("here"), "here.example", """
                [relay]
                retry = ["1h"]
                [peers]
                "up.example" = "127.0.0.1:%d"
                "busy.example" = "127.0.0.1:%d"
                """.formatted(up.port(), busy.port()));
        queue = here.home.resolve("maildir/queue");
    }

    @AfterEach
    void stop() throws IOException {
        here.close();
        up.close();
        busy.close();
    }

    @Test
    void a_pair_that_is_dropped_goes_out() throws Exception {
        put("hello.eml", TEXT);
        put("hello.envelope", ENVELOPE);
        until(() -> !up.messages().isEmpty());
        assertEquals("Subject: by hand\r\n\r\nHello.\r\n", up.messages().getFirst());
        assertTrue(up.heard().contains("MAIL FROM:<bob@here.example>"), up.heard()::toString);
        until(() -> here.queued().isEmpty());
    }

    @Test
    void a_pair_that_was_there_before_the_start_goes_out() throws Exception {
        here.close();
        put("hello.eml", TEXT);
        put("hello.envelope", ENVELOPE);
        here.start();
        until(() -> here.queued().isEmpty());
        assertEquals(1, up.messages().size());
    }

    @Test
    void what_has_another_name_is_left_alone() throws Exception {
        put("not-a-name.envelope", ENVELOPE);
        put("hello.eml", TEXT);
        put("hello.envelope", ENVELOPE);
        until(() -> !up.messages().isEmpty());
        assertTrue(Files.exists(queue.resolve("not-a-name.envelope")));
    }

    @Test
    void a_half_written_pair_is_not_taken_until_it_is_whole() throws Exception {
        put("hello.envelope", "Sender: <bob@here.exa");
        put("hello.eml", "Subject: by ha");
        put("hello.envelope", ENVELOPE);
        put("hello.eml", TEXT);
        until(() -> here.queued().isEmpty());
        assertEquals(List.of("Subject: by hand\r\n\r\nHello.\r\n"), up.messages());
    }

    @Test
    void a_wrong_file_is_set_aside_with_the_reason() throws Exception {
        put("wrong.eml", TEXT);
        put("wrong.envelope", ENVELOPE.replace("Recipient: <alice@up.example>", "Recipient: alice"));
        Path reason = queue.resolve("failed/wrong.reason");
        until(() -> here.queued().isEmpty());
        assertEquals(
                "The envelope is malformed: line 4: Recipient is not an address: alice\n", Files.readString(reason));
        assertEquals(TEXT, Files.readString(queue.resolve("failed/wrong.eml")));
    }

    @Test
    void an_envelope_without_a_text_is_set_aside_in_the_end() throws Exception {
        put("alone.envelope", ENVELOPE);
        Path reason = queue.resolve("failed/alone.reason");
        until(() -> Files.exists(reason) && here.queued().isEmpty());
        assertTrue(Files.readString(reason).contains("its text alone.eml is missing"));
    }

    @Test
    void an_editor_holds_and_releases() throws Exception {
        String id = waiting();
        editInPlace(id, "Held: no", "Held: yes");
        until(() -> isKnown(id, QueueEntry::held));
        editInPlace(id, "busy.example", "up.example");
        editInPlace(id, "Next-Try: .*", "Next-Try: 2020-01-01T00:00:00Z");
        editAside(id, "Held: yes", "Held: no");
        until(() -> here.queued().isEmpty());
        assertEquals(1, up.messages().size());
    }

    @Test
    void a_changed_recipient_is_where_it_goes() throws Exception {
        String id = waiting();
        editInPlace(id, "<alice@busy.example>", "<carol@up.example>");
        editInPlace(id, "Next-Try: .*", "Next-Try: 2020-01-01T00:00:00Z");
        until(() -> here.queued().isEmpty());
        assertTrue(up.heard().contains("RCPT TO:<carol@up.example>"), up.heard()::toString);
    }

    @Test
    void what_is_removed_is_gone() throws Exception {
        String id = waiting();
        Files.delete(queue.resolve(id + ".envelope"));
        Files.delete(queue.resolve(id + ".eml"));
        until(() -> here.server().queue().size() == 0);
        try (var failed = Files.list(queue.resolve("failed"))) {
            assertEquals(0, failed.count());
        }
    }

    @Test
    void a_pause_is_a_line_in_a_file() throws Exception {
        put("paused", "# until Monday\nUP.example\n");
        until(() -> here.server().queue().paused().contains("up.example"));
        send(here.smtpPort(), BOB, List.of("alice@up.example"), letter("later"));
        assertEquals(
                0,
                here.server()
                        .queue()
                        .entries()
                        .getFirst()
                        .recipients()
                        .getFirst()
                        .tries());
        Files.delete(queue.resolve("paused"));
        until(() -> here.queued().isEmpty());
        assertEquals(1, up.messages().size());
    }

    /** A message that a peer does not want yet. */
    private String waiting() throws IOException {
        send(here.smtpPort(), BOB, List.of("alice@busy.example"), letter("wait"));
        until(() -> here.server().queue().entries().stream()
                .flatMap(entry -> entry.recipients().stream())
                .anyMatch(r -> r.tries() > 0 && r.status() == RecipientState.Status.WAITING));
        return here.server().queue().entries().getFirst().id();
    }

    private boolean isKnown(String id, Predicate<QueueEntry> what) {
        return here.server().queue().entries().stream()
                .anyMatch(entry -> entry.id().equals(id) && what.test(entry));
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(queue.resolve(name), text);
    }

    private void editInPlace(String id, String regex, String replacement) throws IOException {
        put(id + ".envelope", edited(id, regex, replacement));
    }

    private void editAside(String id, String regex, String replacement) throws IOException {
        Path aside = queue.resolve("." + id + ".swp");
        Files.writeString(aside, edited(id, regex, replacement));
        Files.move(aside, queue.resolve(id + ".envelope"), StandardCopyOption.ATOMIC_MOVE);
    }

    private String edited(String id, String regex, String replacement) throws IOException {
        String before = Files.readString(queue.resolve(id + ".envelope"));
        String after = before.replaceAll(regex, replacement);
        assertTrue(!after.equals(before), before);
        return after;
    }
}
