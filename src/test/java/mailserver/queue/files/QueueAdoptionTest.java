package mailserver.queue.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueAdoptionTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private Path from;
    private Path to;
    private QueueFolder own;

    @BeforeEach
    void set_up() throws IOException {
        from = folder.resolve("from");
        to = folder.resolve("to");
        own = new QueueFolder(to, CLOCK);
        new QueueFolder(from, CLOCK);
    }

    private static void entry(Path queue, String id, String text) throws IOException {
        Files.writeString(queue.resolve(id + ".eml"), text);
        Files.writeString(queue.resolve(id + ".envelope"), "Sender: <ann@lan.example>\nRecipient: <bob@peer.lab>\n");
    }

    private List<QueueEntry> adopt() throws IOException {
        return new QueueAdoption(own, to).adopt(from, CLOCK);
    }

    private Set<String> ids() throws IOException {
        return new TreeSet<>(own.ids());
    }

    @Test
    void moves_entries_pauses_and_what_failed() throws IOException {
        entry(from, "one", "first\n");
        entry(from, "two", "second\n");
        Files.writeString(from.resolve("paused"), "peer.lab\n");
        Files.writeString(from.resolve("failed/three.envelope"), "kept\n");
        Files.writeString(from.resolve("tmp/half"), "never acknowledged");
        assertEquals(2, adopt().size());
        assertEquals(Set.of("one", "two"), ids());
        assertEquals("first\n", Files.readString(own.eml("one")));
        assertEquals(Set.of("peer.lab"), own.paused());
        assertTrue(Files.exists(to.resolve("failed/three.envelope")));
        assertFalse(Files.exists(from));
    }

    @Test
    void goes_on_where_a_crash_broke_it_off() throws IOException {
        entry(from, "one", "first\n");
        entry(from, "two", "second\n");
        // One has moved, and of the other the text alone is linked.
        Files.createLink(to.resolve("one.eml"), from.resolve("one.eml"));
        Files.move(from.resolve("one.envelope"), to.resolve("one.envelope"));
        Files.createLink(to.resolve("two.eml"), from.resolve("two.eml"));
        assertEquals(1, adopt().size());
        assertEquals(Set.of("one", "two"), ids());
        assertEquals("second\n", Files.readString(own.eml("two")));
        assertFalse(Files.exists(from));
    }

    @Test
    void two_of_one_id_are_two_messages() throws IOException {
        entry(from, "one", "theirs\n");
        entry(to, "one", "ours\n");
        adopt();
        assertEquals(Set.of("one", "onez"), ids());
        assertEquals("ours\n", Files.readString(own.eml("one")));
        assertEquals("theirs\n", Files.readString(own.eml("onez")));
        assertEquals("onez", own.load("onez").id());
    }

    @Test
    void one_that_got_another_name_before_a_crash_gets_no_third() throws IOException {
        entry(from, "one", "theirs\n");
        entry(to, "one", "ours\n");
        Files.createLink(to.resolve("onez.eml"), from.resolve("one.eml"));
        Files.copy(from.resolve("one.envelope"), to.resolve("onez.envelope"));
        adopt();
        assertEquals(Set.of("one", "onez"), ids());
    }

    @Test
    void an_attempt_that_was_begun_stays_begun() throws IOException {
        entry(from, "one", "first\n");
        var theirs = new QueueFolder(from, CLOCK);
        QueueEntry entry = theirs.load("one");
        var addresses = entry.recipients().stream().map(r -> r.address()).toList();
        theirs.begin(
                entry.with(addresses, r -> r.begun(java.util.Optional.empty(), CLOCK.instant(), CLOCK.instant())),
                theirs.stamp("one").orElseThrow());
        adopt();
        assertEquals(Status.TRYING, own.load("one").recipients().getFirst().status());
    }

    @Test
    void what_cannot_be_read_is_not_lost() throws IOException {
        Files.writeString(from.resolve("bad.envelope"), "no envelope\n");
        Files.writeString(from.resolve("bad.eml"), "text\n");
        assertEquals(List.of(), adopt());
        assertEquals("no envelope\n", Files.readString(to.resolve("bad.envelope")));
        assertEquals("text\n", Files.readString(to.resolve("bad.eml")));
    }
}
