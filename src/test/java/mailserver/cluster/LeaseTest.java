package mailserver.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import mailserver.config.ClusterSettings;
import mailserver.config.SharedFiles;
import mailserver.store.Fence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a lease ends for its holder, and when for the others, by clocks that the test turns. */
class LeaseTest {
    private static final Duration LENGTH = Duration.ofSeconds(8);
    private static final Instant SINCE = Instant.parse("2026-11-27T10:00:00Z");

    @TempDir
    Path folder;

    /** Two machines' monotonic clocks have nothing to do with each other. */
    private final AtomicLong ours = new AtomicLong(Long.MAX_VALUE - 5);

    private final AtomicLong theirs = new AtomicLong(-1_000_000_000_000L);
    private SharedFiles shared;
    private Lease lease;
    private LeaseWatch watch;

    @BeforeEach
    void set_up() throws IOException {
        shared = new SharedFiles(new ClusterSettings("b", folder, LENGTH));
        Files.createDirectories(shared.node("a").folder());
        lease = new Lease(shared.node("a").lease(), LENGTH, SINCE, ours::get);
        watch = new LeaseWatch(shared, theirs::get);
    }

    private void pass(Duration time) {
        ours.addAndGet(time.toNanos());
        theirs.addAndGet(time.toNanos());
    }

    private boolean isOver() throws IOException {
        return watch.isOver(watch.look(shared.node("a")));
    }

    @Test
    void holds_for_its_length_and_no_longer() throws IOException {
        assertFalse(lease.holds());
        lease.begin(NodeActivity.NONE);
        assertTrue(lease.holds());
        pass(LENGTH.minusNanos(1));
        assertTrue(lease.holds());
        pass(Duration.ofNanos(1));
        assertFalse(lease.holds());
        assertThrows(IOException.class, lease::require);
    }

    @Test
    void is_over_for_its_holder_a_quarter_before_it_is_over_for_others() throws IOException {
        lease.begin(NodeActivity.NONE);
        assertFalse(isOver());
        pass(LENGTH);
        assertFalse(lease.holds());
        assertFalse(isOver());
        pass(LENGTH.dividedBy(4));
        assertFalse(isOver());
        pass(Duration.ofNanos(1));
        assertTrue(isOver());
    }

    @Test
    void who_sees_it_late_waits_from_then_on() throws IOException {
        lease.begin(NodeActivity.NONE);
        pass(LENGTH.multipliedBy(10));
        assertFalse(isOver());
        pass(Lease.patience(LENGTH).plusNanos(1));
        assertTrue(isOver());
    }

    @Test
    void a_renewal_counts_from_before_it_was_written_and_each_is_seen() throws IOException {
        lease.begin(NodeActivity.NONE);
        for (int i = 0; i < 20; i++) {
            pass(LENGTH.dividedBy(2));
            assertTrue(lease.renew(new NodeActivity(i, 0, 0)));
            assertFalse(isOver());
        }
        pass(LENGTH.minusNanos(1));
        assertTrue(lease.holds());
    }

    @Test
    void one_that_has_ended_is_not_renewed() throws IOException {
        lease.begin(NodeActivity.NONE);
        pass(LENGTH);
        assertFalse(lease.renew(NodeActivity.NONE));
        assertFalse(lease.holds());
        lease.begin(NodeActivity.NONE);
        assertTrue(lease.holds());
    }

    @Test
    void what_was_begun_before_it_ended_is_over_even_when_it_begins_anew() throws IOException {
        lease.begin(NodeActivity.NONE);
        Fence old = lease.sinceNow();
        assertTrue(old.holds());
        pass(LENGTH);
        lease.begin(NodeActivity.NONE);
        assertFalse(old.holds());
        assertTrue(lease.sinceNow().holds());
    }

    @Test
    void a_renewal_that_takes_until_after_its_end_does_not_count() throws IOException {
        lease.begin(NodeActivity.NONE);
        var looks = new AtomicInteger();
        // Begin looks twice at its clock. A renewal looks when it begins, before it writes, and behind that.
        var slow = new Lease(
                shared.node("a").lease(),
                LENGTH,
                SINCE,
                () -> looks.incrementAndGet() < 5 ? ours.get() : ours.get() + LENGTH.toNanos());
        slow.begin(NodeActivity.NONE);
        assertFalse(slow.renew(NodeActivity.NONE));
        assertEquals(5, looks.get());
    }

    @Test
    void another_holder_of_the_name_ends_it() throws IOException {
        lease.begin(NodeActivity.NONE);
        new Lease(shared.node("a").lease(), LENGTH, SINCE, ours::get).begin(NodeActivity.NONE);
        assertFalse(lease.renew(NodeActivity.NONE));
        assertFalse(lease.holds());
    }

    @Test
    void a_longer_lease_of_the_other_node_is_waited_for() throws IOException {
        Duration longer = LENGTH.multipliedBy(3);
        new Lease(shared.node("a").lease(), longer, SINCE, ours::get).begin(NodeActivity.NONE);
        assertFalse(isOver());
        pass(Lease.patience(LENGTH).plusNanos(1));
        assertFalse(isOver());
        pass(Lease.patience(longer));
        assertTrue(isOver());
    }

    @Test
    void whose_lease_goes_on_lives() throws IOException {
        lease.begin(NodeActivity.NONE);
        LeaseWatch.Sight first = watch.look(shared.node("a"));
        assertFalse(watch.awaitEnd(first, () -> {
            pass(LENGTH.dividedBy(2));
            assertDoesNotThrow(() -> lease.renew(NodeActivity.NONE));
        }));
    }

    @Test
    void one_renewal_that_is_seen_late_is_no_sign_of_life() throws IOException {
        lease.begin(NodeActivity.NONE);
        LeaseWatch.Sight first = watch.look(shared.node("a"));
        assertTrue(lease.renew(NodeActivity.NONE));
        assertTrue(watch.awaitEnd(first, () -> pass(LENGTH.dividedBy(2))));
    }

    @Test
    void what_it_says_reads_back() throws IOException {
        lease.begin(new NodeActivity(3, 2, 1));
        LeaseRecord read = LeaseRecord.read(shared.node("a").lease()).orElseThrow();
        assertEquals(new NodeActivity(3, 2, 1), read.doing());
        assertEquals(LENGTH, read.length());
        assertEquals(SINCE, read.since());
        assertFalse(read.process().isDead());
        assertTrue(new ProcessMark(read.process().kernel(), read.process().pid(), "at another time").isDead());
        assertFalse(new ProcessMark("another kernel", 1, "?").isDead());
        Files.writeString(shared.node("a").lease(), "nonsense");
        assertTrue(LeaseRecord.read(shared.node("a").lease()).isEmpty());
    }
}
