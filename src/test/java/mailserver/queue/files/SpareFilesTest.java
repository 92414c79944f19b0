package mailserver.queue.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.queue.QueueEntry;
import mailserver.queue.runner.QueueWorld;
import mailserver.store.Spool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpareFilesTest {
    @TempDir
    Path home;

    private Path root;

    private final InstantSource clock = InstantSource.system();
    private QueueFolder folder;

    @BeforeEach
    void open() throws IOException {
        root = home.resolve("queue");
        folder = new QueueFolder(root, clock);
        folder.reuseFiles();
    }

    @Test
    void theNextEntryIsWrittenIntoTheFilesOfTheOneBefore() throws Exception {
        QueueEntry first = put("a1", "a text that is quite a bit longer than the second one\n");
        Object text = inode(folder.eml("a1"));
        Object envelope = inode(envelope("a1"));
        end(first);
        QueueEntry second = put("b2", "short\n");
        assertEquals(text, inode(folder.eml("b2")));
        assertEquals(envelope, inode(envelope("b2")));
        assertEquals("short\n", Files.readString(folder.eml("b2")));
        assertEquals(List.of(second), folder.list());
        assertEquals(List.of(), spares());
    }

    @Test
    void whatSomebodyElseHasByAnotherNameIsNotWrittenOver() throws Exception {
        QueueEntry entry = put("a1", "kept\n");
        Path copy = Files.createLink(home.resolve("copy"), folder.eml("a1"));
        end(entry);
        put("b2", "another\n");
        assertEquals("kept\n", Files.readString(copy));
    }

    @Test
    void whatOthersMayReadIsNotWrittenOver() throws Exception {
        QueueEntry entry = put("a1", "hello\n");
        Files.setPosixFilePermissions(folder.eml("a1"), PosixFilePermissions.fromString("rw-r--r--"));
        end(entry);
        put("b2", "secret\n");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.eml("b2"))));
    }

    @Test
    void aTextThatMayStillBeReadIsNotWrittenOver() throws Exception {
        put("a1", "on its way\n");
        try (var reader = Files.newBufferedReader(folder.eml("a1"))) {
            folder.removeDone("a1", true);
            folder.close();
            put("b2", "another\n");
            assertEquals("on its way", reader.readLine());
        }
    }

    @Test
    void aLargeTextGoes() throws Exception {
        QueueEntry large = put("a1", "x".repeat(70_000));
        end(large);
        assertFalse(spares().stream().anyMatch(name -> name.contains(".eml.")), spares().toString());
    }

    @Test
    void aMessageThatIsBrokenOffLeavesNothing() throws Exception {
        end(put("a1", "hello\n"));
        try (Spool spool = folder.spool("b2")) {
            spool.write("half a mess");
        }
        assertFalse(spares().stream().anyMatch(name -> name.contains(".eml.")), spares().toString());
    }

    @Test
    void whatNobodyNeedsForAWhileGoes() throws Exception {
        end(put("a1", "hello\n"));
        for (int second = 0; second < 9; second++) {
            folder.tidy();
        }
        assertEquals(2, spares().size());
        folder.tidy();
        assertEquals(List.of(), spares());
    }

    @Test
    void aStopLeavesNoneAndWhatACrashLeftGoes() throws Exception {
        end(put("a1", "hello\n"));
        assertEquals(2, spares().size());
        var next = new QueueFolder(root, clock);
        next.reuseFiles();
        next.sweep();
        assertEquals(List.of(), spares());
        end(put("b2", "hello\n"));
        folder.close();
        assertEquals(List.of(), spares());
    }

    /** As a server takes a message in. */
    private QueueEntry put(String id, String text) throws IOException {
        var entry = QueueEntry.of(
                Envelope.of(
                        id,
                        ReversePath.of(QueueWorld.address("ann@home.lan")),
                        List.of(QueueWorld.address("bob@peer.lab")),
                        Body.SEVEN_BIT),
                clock.instant(),
                "a test");
        try (Spool spool = folder.spool(id)) {
            spool.write(text.getBytes(StandardCharsets.UTF_8), 0, text.length());
            folder.add(entry, spool.finish().file(), true);
        }
        return entry;
    }

    private void end(QueueEntry entry) throws IOException {
        folder.removeDone(entry.id(), false);
        folder.awaitRemovals();
        assertTrue(folder.stamp(entry.id()).isEmpty());
    }

    private Path envelope(String id) {
        return root.resolve(id + EntryFiles.ENVELOPE);
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    private List<String> spares() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".spare-"))
                    .toList();
        }
    }
}
