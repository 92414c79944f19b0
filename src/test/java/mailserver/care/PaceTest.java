package mailserver.care;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> rests = new ArrayList<>();
    private final Pace pace = Pace.of(nanos::get, rest -> {
        rests.add(Duration.ofNanos(rest));
        nanos.addAndGet(rest);
    });

    @Test
    void it_rests_for_as_long_as_it_worked() {
        work(15);
        work(15);
        work(5);
        work(40);
        assertEquals(List.of(Duration.ofMillis(30), Duration.ofMillis(45)), rests);
    }

    @Test
    void a_disk_that_hung_is_not_waited_for_once_more() {
        work(60_000);
        assertEquals(List.of(Duration.ofSeconds(1)), rests);
    }

    private void work(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
        pace.rest();
    }
}
