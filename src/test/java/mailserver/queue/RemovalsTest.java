package mailserver.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RemovalsTest {
    private static final int MOST_AHEAD = 16;

    @Test
    void onlySoManyAreAheadOfTheDisk() throws Exception {
        var disk = new Semaphore(0);
        var made = new AtomicInteger();
        var removals = new Removals(disk::acquireUninterruptibly);
        Thread remover = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 100; i++) {
                removals.made();
                made.incrementAndGet();
            }
        });
        await().until(() -> remover.getState() == Thread.State.WAITING);
        assertEquals(MOST_AHEAD, made.get());
        disk.release();
        // The one sync was for the first, or for the first few; those that came after it began wait for the next.
        await().until(() -> remover.getState() == Thread.State.WAITING && made.get() > MOST_AHEAD);
        disk.release(200);
        remover.join();
        removals.await();
        assertEquals(100, made.get());
    }

    @Test
    void aStopWaitsForAll() throws Exception {
        var disk = new Semaphore(0);
        var removals = new Removals(disk::acquireUninterruptibly);
        removals.await();
        removals.made();
        removals.made();
        Thread stop = Thread.ofVirtual().start(removals::await);
        await().until(() -> stop.getState() == Thread.State.WAITING);
        disk.release(2);
        stop.join();
    }

    @Test
    void aSyncThatFailsStopsNobody() {
        var syncs = new AtomicInteger();
        var removals = new Removals(() -> {
            syncs.incrementAndGet();
            throw new IOException("the disk is gone");
        });
        for (int i = 0; i < 100; i++) {
            removals.made();
        }
        removals.await();
        assertTrue(syncs.get() > 0);
    }
}
