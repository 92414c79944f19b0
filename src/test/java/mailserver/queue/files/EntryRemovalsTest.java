package mailserver.queue.files;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EntryRemovalsTest {
    private static final int MOST_AHEAD = 16;

    /** Each of its syncs needs a permit. */
    private static final class SlowDisk implements EntryRemovals.Disk {
        final Semaphore syncs = new Semaphore(0);
        final List<String> removed = new CopyOnWriteArrayList<>();

        @Override
        public void sync() {
            syncs.acquireUninterruptibly();
        }

        @Override
        public void removeText(String id) {
            removed.add(id);
        }
    }

    @Test
    void onlySoManyAreAheadOfTheDisk() throws Exception {
        var disk = new SlowDisk();
        var made = new AtomicInteger();
        var removals = new EntryRemovals(disk);
        Thread remover = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 100; i++) {
                removals.made("m" + i);
                made.incrementAndGet();
            }
        });
        await().until(() -> remover.getState() == Thread.State.WAITING);
        assertEquals(MOST_AHEAD, made.get());
        assertEquals(List.of(), disk.removed);
        disk.syncs.release();
        // That one sync was for the first, or the first few; those that came after it began wait for the next.
        await().until(() -> remover.getState() == Thread.State.WAITING && made.get() > MOST_AHEAD);
        assertEquals("m0", disk.removed.getFirst());
        assertTrue(made.get() - disk.removed.size() <= MOST_AHEAD, made + " made, removed " + disk.removed);
        disk.syncs.release(200);
        remover.join();
        removals.await();
        assertEquals(100, disk.removed.size());
    }

    @Test
    void aStopWaitsForAll() throws Exception {
        var disk = new SlowDisk();
        var removals = new EntryRemovals(disk);
        removals.await();
        removals.made("a");
        removals.made("b");
        Thread stop = Thread.ofVirtual().start(removals::await);
        await().until(() -> stop.getState() == Thread.State.WAITING);
        disk.syncs.release(2);
        stop.join();
        assertEquals(List.of("a", "b"), disk.removed);
    }

    @Test
    void aSyncThatFailsStopsNobodyAndKeepsTheTexts() {
        var syncs = new AtomicInteger();
        var removed = new AtomicInteger();
        var removals = new EntryRemovals(new EntryRemovals.Disk() {
            @Override
            public void sync() throws IOException {
                syncs.incrementAndGet();
                throw new IOException("the disk is gone");
            }

            @Override
            public void removeText(String id) {
                removed.incrementAndGet();
            }
        });
        for (int i = 0; i < 100; i++) {
            removals.made("m" + i);
        }
        removals.await();
        assertTrue(syncs.get() > 0);
        assertEquals(0, removed.get());
    }
}
