package mailserver.queue.files;

import static mailserver.queue.runner.QueueWorld.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import mailserver.config.value.HostPort;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState.Status;
import mailserver.queue.delivery.ScriptedDeliveryAgent;
import mailserver.queue.runner.QueueWorld;
import mailserver.queue.runner.SetClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process notes, and the next one reads: each folder here stands for a process of its own. */
class AttemptNotesTest {
    @TempDir
    Path home;

    private final SetClock clock = new SetClock();
    private QueueWorld world;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        world = new QueueWorld(home.resolve("queue"), clock, ScriptedDeliveryAgent.of(ScriptedDeliveryAgent.OK));
        file = world.root.resolve("attempts");
    }

    private QueueFolder process() throws IOException {
        return new QueueFolder(world.root, clock);
    }

    private QueueEntry begin(QueueFolder process, QueueEntry entry) throws IOException {
        QueueEntry begun = entry.with(
                List.of(address("bob@peer.lab")),
                r -> r.begun(Optional.of(new HostPort("peer.lab", 25)), clock.instant(), clock.instant()));
        process.begin(begun, process.stamp(entry.id()).orElseThrow());
        return begun;
    }

    private static Status status(QueueFolder process, QueueEntry entry) throws IOException {
        return process.load(entry.id()).recipients().getFirst().status();
    }

    @Test
    void theNextProcessKnowsWhatWasBegun() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry other = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry begun = begin(process(), entry);
        QueueFolder next = process();
        assertEquals(begun, next.load(entry.id()));
        assertEquals(other, next.load(other.id()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aNoteDoesNotCountForAnEnvelopeThatWasWrittenAfterIt() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        QueueFolder process = process();
        begin(process, entry);
        process.update(entry.asHeld(true));
        assertEquals(entry.asHeld(true), process.load(entry.id()));
        assertEquals(entry.asHeld(true), process().load(entry.id()));
    }

    @Test
    void thoseOfTheProcessBeforeStayUntilTheirEntriesChange() throws Exception {
        QueueEntry first = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry second = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry gone = world.put("ann@home.lan", "bob@peer.lab");
        QueueFolder process = process();
        begin(process, first);
        begin(process, gone);
        process().remove(gone.id());
        QueueFolder next = process();
        begin(next, second);
        assertEquals(Status.TRYING, status(process(), first));
        assertEquals(Status.TRYING, status(process(), second));
        assertTrue(!Files.readString(file).contains(gone.id()), "a note of what has left the queue");
    }

    @Test
    void whoOnlyLooksSeesWhatAServerBeginsNow() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry other = world.put("ann@home.lan", "bob@peer.lab");
        QueueFolder looking = process();
        QueueFolder server = process();
        begin(server, entry);
        assertEquals(Status.TRYING, status(looking, entry));
        begin(server, other);
        assertEquals(Status.TRYING, status(looking, other));
    }

    @Test
    void whatIsCutOffOrNonsenseIsNoNoteAndHidesNoOther() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry cut = world.put("ann@home.lan", "bob@peer.lab");
        QueueFolder process = process();
        begin(process, entry);
        long whole = Files.size(file);
        begin(process, cut);
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, (int) whole + 100));
        assertEquals(Status.TRYING, status(process(), entry));
        assertEquals(Status.WAITING, status(process(), cut));
        // As a power cut may leave it: a hole where the id stood.
        Files.writeString(file, text.replace(cut.id(), "\0".repeat(cut.id().length())));
        assertEquals(Status.TRYING, status(process(), entry));
        assertEquals(Status.WAITING, status(process(), cut));
        QueueFolder after = process();
        begin(after, cut);
        assertEquals(Status.TRYING, status(process(), entry));
        assertEquals(Status.TRYING, status(process(), cut));
        Files.write(file, new byte[] {(byte) 0xFF, 0, 1}, StandardOpenOption.APPEND);
        assertEquals(Status.WAITING, status(process(), entry));
        QueueFolder next = process();
        begin(next, cut);
        assertEquals(Status.TRYING, status(process(), cut));
    }

    @Test
    void theFileDoesNotGrowForEver() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry other = world.put("ann@home.lan", "bob@peer.lab");
        QueueFolder process = process();
        begin(process, entry);
        for (int i = 0; i < 5000; i++) {
            begin(process, other);
        }
        assertTrue(Files.size(file) <= 1 << 20, "octets: " + Files.size(file));
        assertEquals(Status.TRYING, status(process(), entry));
        assertEquals(Status.TRYING, status(process(), other));
    }

    @Test
    void aFileThatSomebodyRemovedIsMadeAgain() throws Exception {
        QueueEntry entry = world.put("ann@home.lan", "bob@peer.lab");
        QueueEntry other = world.put("ann@home.lan", "bob@peer.lab");
        QueueFolder process = process();
        begin(process, entry);
        Files.delete(file);
        begin(process, other);
        assertEquals(Status.TRYING, status(process(), entry));
        assertEquals(Status.TRYING, status(process(), other));
    }
}
