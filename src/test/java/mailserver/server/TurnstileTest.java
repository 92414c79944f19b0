package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile<String> turnstile = new Turnstile<>(2);

    @Test
    void only_so_many_are_inside_and_each_key_counts_by_itself() {
        assertTrue(turnstile.enter("a", Duration.ZERO));
        assertTrue(turnstile.enter("a", Duration.ZERO));
        assertFalse(turnstile.enter("a", Duration.ZERO));
        assertTrue(turnstile.enter("b", Duration.ZERO));
        turnstile.leave("a");
        assertTrue(turnstile.enter("a", Duration.ZERO));
        assertFalse(turnstile.enter("a", Duration.ofMillis(10)));
    }

    @Test
    void who_waits_gets_the_place_of_who_leaves() throws Exception {
        turnstile.enter("a", Duration.ZERO);
        turnstile.enter("a", Duration.ZERO);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> turnstile.enter("a", Duration.ofSeconds(20)));
            turnstile.leave("a");
            assertTrue(waiting.get());
        }
    }
}
