package mailserver.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FadingCounterTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final FadingCounter<String> counter = new FadingCounter<>(
            new FadingCounter.Price(2, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(5)), now::get);

    @Test
    void pauses_double_up_to_a_bound_behind_what_is_free() {
        assertEquals(
                IntStream.of(0, 0, 1, 2, 4, 8, 10, 10).boxed().toList(),
                IntStream.range(0, 8)
                        .mapToObj(i -> (int) counter.count("a").toSeconds())
                        .toList());
        assertEquals(Duration.ZERO, counter.count("b"));
    }

    @Test
    void half_is_forgotten_in_the_half_life() {
        count("a", 4);
        assertEquals(Duration.ofSeconds(4), counter.turn("a", LONG));
        pass(Duration.ofMinutes(5));
        assertEquals(Duration.ofSeconds(1), counter.turn("a", LONG));
        pass(Duration.ofMinutes(5));
        assertEquals(Duration.ZERO, counter.turn("a", LONG));
    }

    @Test
    void turns_come_one_behind_the_other_and_who_would_wait_too_long_takes_none() {
        count("a", 3);
        assertEquals(Duration.ofSeconds(2), counter.turn("a", Duration.ofSeconds(5)));
        assertEquals(Duration.ofSeconds(4), counter.turn("a", Duration.ofSeconds(5)));
        assertEquals(Duration.ofSeconds(5), counter.turn("a", Duration.ofSeconds(5)));
        pass(Duration.ofSeconds(4));
        assertTrue(counter.turn("a", Duration.ofSeconds(5)).compareTo(Duration.ofSeconds(2)) <= 0);
    }

    @Test
    void a_clock_that_is_set_back_forgets_nothing_and_adds_nothing() {
        count("a", 3);
        pass(Duration.ofHours(-1));
        assertEquals(Duration.ofSeconds(2), counter.count("a"));
    }

    @Test
    void ten_thousand_are_remembered_and_the_oldest_goes_first() {
        count("a", 3);
        count("b", 3);
        for (int i = 0; i < 9_998; i++) {
            counter.count("other" + i);
        }
        assertEquals(Duration.ofSeconds(2), counter.count("a"));
        counter.count("one more");
        assertEquals(Duration.ZERO, counter.count("b"));
    }

    private void count(String key, int times) {
        for (int i = 0; i < times; i++) {
            counter.count(key);
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
