package mailserver.queue.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import mailserver.queue.QueueEntry;
import mailserver.queue.delivery.ScriptedDeliveryAgent;
import mailserver.queue.runner.QueueWorld;
import mailserver.queue.runner.SetClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueFolderTest {
    @TempDir
    Path home;

    private QueueWorld world;
    private QueueFolder folder;

    @BeforeEach
    void make() throws IOException {
        world = new QueueWorld(
                home.resolve("queue"), new SetClock(), ScriptedDeliveryAgent.of(ScriptedDeliveryAgent.OK));
        folder = world.folder;
    }

    @Test
    void anEntryComesBackAsItWas() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        assertEquals(entry, folder.load(entry.id()));
        assertEquals("Subject: hi\n\nHello.\n", Files.readString(folder.eml(entry.id())));
        folder.update(entry.asHeld(true));
        assertEquals(List.of(entry.asHeld(true)), folder.list());
        folder.remove(entry.id());
        folder.remove(entry.id());
        assertEquals(List.of(), folder.list());
        assertFalse(Files.exists(folder.eml(entry.id())));
    }

    @Test
    void onlyTheOwnerReads() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        assertEquals("rwx------", mode(world.root));
        assertEquals("rwx------", mode(folder.tmp()));
        assertEquals("rw-------", mode(world.root.resolve(entry.id() + ".envelope")));
    }

    @Test
    void whatIsBrokenIsSetAsideAndTheRestGoesOn() throws Exception {
        QueueEntry good = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry cut = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry binary = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry textless = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry alien = world.put("ann@home.lan", "bob@peer.lab");
        Files.writeString(
                envelope(cut),
                EntryText.format(cut).substring(0, EntryText.format(cut).indexOf("Delay")));
        Files.write(envelope(binary), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Files.delete(folder.eml(textless.id()));
        Files.writeString(envelope(alien), EntryText.format(good));
        assertEquals(List.of(good), folder.list());
        for (QueueEntry bad : List.of(cut, binary, textless, alien)) {
            assertFalse(Files.exists(envelope(bad)));
            assertTrue(Files.exists(failed(bad, ".envelope")));
            assertEquals(bad != textless, Files.exists(failed(bad, ".eml")));
        }
        assertTrue(Files.readString(failed(cut, ".reason")).contains("it has no Recipient"));
        assertTrue(Files.readString(failed(binary, ".reason")).contains("UTF-8"));
        assertTrue(Files.readString(failed(textless, ".reason")).contains("is missing"));
        assertTrue(Files.readString(failed(alien, ".reason")).contains("id of another"));
    }

    @Test
    void aFailedEntryIsKeptWithItsReason() throws Exception {
        QueueEntry entry = world.put("", "bob@peer.lab");
        folder.fail(entry, "nobody wants it");
        assertEquals(List.of(), folder.list());
        assertEquals("nobody wants it\n", Files.readString(failed(entry, ".reason")));
        assertEquals(entry, EntryText.parse(Files.readString(failed(entry, ".envelope"))));
        assertEquals("Subject: hi\n\nHello.\n", Files.readString(failed(entry, ".eml")));
    }

    @Test
    void anIdIsNeverAPath() {
        assertThrows(IllegalArgumentException.class, () -> folder.load("../../etc/passwd"));
        assertThrows(IllegalArgumentException.class, () -> folder.remove(""));
        assertThrows(IllegalArgumentException.class, () -> folder.eml("a/b"));
    }

    @Test
    void theSameIdIsNotTakenTwice() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        Path other = Files.writeString(folder.tmp().resolve("x"), "other");
        assertThrows(IOException.class, () -> folder.add(entry, other));
        assertEquals("Subject: hi\n\nHello.\n", Files.readString(folder.eml(entry.id())));
        assertEquals(List.of(entry), folder.list());
    }

    @Test
    void oldLeftoversGo() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        Path old = aged(Files.writeString(folder.tmp().resolve("old"), "x"), 37);
        Path young = aged(Files.writeString(folder.tmp().resolve("young"), "x"), 35);
        Path orphan = aged(Files.writeString(world.root.resolve("orphan.eml"), "x"), 37);
        Path aside = aged(Files.writeString(world.root.resolve(".a.envelope.1"), "x"), 37);
        Path note = aged(Files.writeString(world.root.resolve("README"), "x"), 37);
        aged(folder.eml(entry.id()), 37);
        folder.sweep();
        assertFalse(Files.exists(old) || Files.exists(orphan) || Files.exists(aside));
        assertTrue(Files.exists(young) && Files.exists(note));
        assertEquals(List.of(entry), folder.list());
    }

    private Path aged(Path file, int hours) throws IOException {
        return Files.setLastModifiedTime(
                file, FileTime.from(world.clock.instant().minus(Duration.ofHours(hours))));
    }

    private Path envelope(QueueEntry entry) {
        return world.root.resolve(entry.id() + ".envelope");
    }

    private Path failed(QueueEntry entry, String end) {
        return world.root.resolve("failed").resolve(entry.id() + end);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
