package mailserver.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Schedule SCHEDULE = new Schedule(
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofHours(4)),
            Duration.ofDays(5),
            Duration.ofHours(4));

    @Test
    void theLastPauseRepeats() {
        assertEquals(START.plusSeconds(5), SCHEDULE.nextTry(1, START, START));
        assertEquals(START.plusSeconds(120), SCHEDULE.nextTry(2, START, START));
        assertEquals(START.plus(Duration.ofHours(4)), SCHEDULE.nextTry(3, START, START));
        assertEquals(START.plus(Duration.ofHours(4)), SCHEDULE.nextTry(1_000_000, START, START));
    }

    @Test
    void theEndOfItsTimeIsWaitedForAndNoLonger() {
        Instant end = START.plus(Duration.ofDays(5));
        assertEquals(end, SCHEDULE.nextTry(9, end.minusSeconds(60), START));
        assertFalse(SCHEDULE.isExpired(START, end.minusNanos(1)));
        assertTrue(SCHEDULE.isExpired(START, end));
    }

    @Test
    void aScheduleNeedsPauses() {
        Duration day = Duration.ofDays(1);
        assertThrows(IllegalArgumentException.class, () -> new Schedule(List.of(), day, day));
        assertThrows(IllegalArgumentException.class, () -> new Schedule(List.of(Duration.ZERO), day, day));
    }
}
