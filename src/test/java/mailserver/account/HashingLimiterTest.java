package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashingLimiterTest {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** The greatest number of such hashes that were under way together. */
    private int mostAtOnce(HashingLimiter gate, int kibibytes) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.submit(() -> gate.pass(kibibytes, this::giveOthersTheChance));
            }
        }
        return most.get();
    }

    private int giveOthersTheChance() {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        for (int i = 0; i < 100; i++) {
            Thread.yield();
        }
        return inside.decrementAndGet();
    }

    @Test
    void boundsThem() {
        assertEquals(4, mostAtOnce(new HashingLimiter(4, 1000), 0));
    }

    @Test
    void boundsTheirMemory() {
        assertEquals(2, mostAtOnce(new HashingLimiter(4, 1000), 500));
    }

    @Test
    void whatFillsMoreThanTheMemoryRunsAlone() {
        assertEquals(1, mostAtOnce(new HashingLimiter(4, 1000), 100_000));
    }

    @Test
    void whatFailsMakesRoomForTheNext() {
        HashingLimiter gate = new HashingLimiter(1, 1000);
        assertThrows(
                IllegalStateException.class,
                () -> gate.pass(0, () -> {
                    throw new IllegalStateException();
                }));
        assertEquals("done", gate.pass(1000, () -> "done"));
    }
}
