package mailserver.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mailbox that other programs use at the same time. */
class MailboxReaderTest {
    @TempDir
    private Path maildir;

    private MailboxReader reader;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(maildir.resolve("new"));
        Files.createDirectories(maildir.resolve("cur"));
        reader = new MailboxReader(maildir, new MailboxReader.Memory());
    }

    private Path put(String name, String text) throws IOException {
        return Files.writeString(maildir.resolve(name), text);
    }

    private List<String> subjects() throws IOException {
        return reader.list(Conditions.NONE, 100, Optional.empty()).messages().stream()
                .map(MessageSummary::subject)
                .toList();
    }

    @Test
    void aMailboxThatIsNotThereIsEmpty() throws Exception {
        var absent = new MailboxReader(maildir.resolve("nobody"), new MailboxReader.Memory());
        assertEquals(0, absent.list(Conditions.NONE, 10, Optional.empty()).total());
        assertFalse(Files.exists(maildir.resolve("nobody")));
    }

    @Test
    void seesWhatOthersDoAndLeavesNothingBehind() throws Exception {
        put("new/1700000001.1.host", "Subject: one\n\nx\n");
        put("cur/1700000002.2.host:2,FS", "Subject: two\n\nx\n");
        put("new/.hidden", "Subject: none\n\nx\n");
        assertEquals(List.of("two", "one"), subjects());
        MessageSummary two = reader.latest(Conditions.NONE).orElseThrow();
        assertTrue(two.seen());
        // mutt reads one, and another program removes the other.
        Files.move(maildir.resolve("new/1700000001.1.host"), maildir.resolve("cur/1700000001.1.host:2,S"));
        Files.delete(two.file());
        assertEquals(List.of("one"), subjects());
        assertTrue(reader.parse(two).isEmpty());
        try (Stream<Path> files = Files.list(maildir)) {
            assertEquals(
                    List.of("cur", "new"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void flagsKeepTheOthersAndTheId() throws Exception {
        put("cur/1700000001.1.host:2,FR", "Subject: one\n\nx\n");
        String id = reader.latest(Conditions.NONE).orElseThrow().id();
        assertTrue(reader.change(id, new FlagChange(Map.of('S', true))));
        assertTrue(Files.exists(maildir.resolve("cur/1700000001.1.host:2,FRS")));
        assertTrue(reader.change(id, new FlagChange(Map.of('S', true))));
        assertTrue(reader.change(id, new FlagChange(Map.of('S', false))));
        assertTrue(Files.exists(maildir.resolve("cur/1700000001.1.host:2,FR")));
        assertEquals(id, reader.latest(Conditions.NONE).orElseThrow().id());
        assertTrue(reader.delete(id));
        assertFalse(reader.delete(id));
        assertFalse(reader.change(id, new FlagChange(Map.of('S', true))));
    }

    @Test
    void aMessageThatMovedSinceTheLookIsFoundAgain() throws Exception {
        Path file = put("new/1700000001.1.host", "Subject: one\n\n.x\ny");
        MessageSummary message = reader.latest(Conditions.NONE).orElseThrow();
        Files.move(file, maildir.resolve("cur/1700000001.1.host:2,S"));
        assertEquals(".x\ny", reader.parse(message).orElseThrow().text());
        var octets = new ByteArrayOutputStream();
        assertTrue(reader.raw(message, octets));
        assertEquals("Subject: one\r\n\r\n.x\r\ny\r\n", octets.toString(StandardCharsets.UTF_8));
        assertEquals(octets.size(), message.size());
    }

    @Test
    void aFileThatWasWrittenToIsReadAgain() throws Exception {
        Path file = put("new/1700000001.1.host", "Subject: one\n\nx\n");
        assertEquals(List.of("one"), subjects());
        Files.writeString(file, "Subject: changed\n\nx\n");
        assertEquals(List.of("changed"), subjects());
    }

    @Test
    void pagesGoOnBehindTheLast() throws Exception {
        for (int i = 1; i <= 5; i++) {
            put("new/170000000" + i + ".1.host", "Subject: " + i + "\n\nx" + i + "\n");
        }
        Page first = reader.list(Conditions.NONE, 2, Optional.empty());
        assertEquals(5, first.total());
        Page second = reader.list(
                Conditions.NONE, 2, Optional.of(first.messages().getLast().id()));
        assertEquals(
                List.of("3", "2"),
                second.messages().stream().map(MessageSummary::subject).toList());
        assertEquals(
                "5",
                reader.list(Conditions.NONE, 1, Optional.of("gone"))
                        .messages()
                        .getFirst()
                        .subject());
    }

    @Test
    void whatComesIntoALargeMailboxIsSeenAtTheNextLook() throws Exception {
        for (int i = 0; i < 2500; i++) {
            put("cur/" + (1_700_000_000 + i) + ".1.host:2,S", "Subject: " + i + "\n\nx\n");
        }
        assertEquals(2500, reader.list(Conditions.NONE, 1, Optional.empty()).total());
        assertEquals(2500, reader.list(Conditions.NONE, 1, Optional.empty()).total());
        put("new/1800000000.1.host", "Subject: fresh\n\nx\n");
        Page page = reader.list(Conditions.NONE, 1, Optional.empty());
        assertEquals(2501, page.total());
        assertEquals("fresh", page.messages().getFirst().subject());
    }
}
