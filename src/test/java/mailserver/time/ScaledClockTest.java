package mailserver.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScaledClockTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(17);
    private final ScaledClock clock = new ScaledClock(60, START, nanos::get);

    @Test
    void runsAsFastAsItIsTold() {
        assertEquals(START, clock.instant());
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertEquals(START.plusSeconds(120), clock.instant());
        assertEquals(Duration.ofSeconds(1), ScaledClock.realTime(clock, Duration.ofMinutes(1)));
        assertEquals(Duration.ofMinutes(1), ScaledClock.realTime(InstantSource.system(), Duration.ofMinutes(1)));
    }

    @Test
    void isMovedOnAndTellsWhoWaits() {
        var told = new AtomicInteger();
        clock.whenAdvanced(told::incrementAndGet);
        clock.advance(Duration.ofDays(5));
        assertEquals(START.plus(Duration.ofDays(5)), clock.instant());
        assertEquals(1, told.get());
        assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> new ScaledClock(0.5));
    }
}
