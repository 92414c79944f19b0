package mailserver.server.limit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class KeyedSemaphoreTest {
    private final KeyedSemaphore<String> semaphore = new KeyedSemaphore<>(2);

    @Test
    void only_so_many_are_inside_and_each_key_counts_by_itself() {
        assertTrue(semaphore.enter("a", Duration.ZERO));
        assertTrue(semaphore.enter("a", Duration.ZERO));
        assertFalse(semaphore.enter("a", Duration.ZERO));
        assertTrue(semaphore.enter("b", Duration.ZERO));
        semaphore.leave("a");
        assertTrue(semaphore.enter("a", Duration.ZERO));
        assertFalse(semaphore.enter("a", Duration.ofMillis(10)));
    }

    @Test
    void who_waits_gets_the_place_of_who_leaves() throws Exception {
        semaphore.enter("a", Duration.ZERO);
        semaphore.enter("a", Duration.ZERO);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> semaphore.enter("a", Duration.ofSeconds(20)));
            semaphore.leave("a");
            assertTrue(waiting.get());
        }
    }
}
