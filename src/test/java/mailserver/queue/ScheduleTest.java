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
        Instant second = START.plusSeconds(5);
        assertEquals(second.plusSeconds(120), SCHEDULE.nextTry(2, second, START));
        Instant third = second.plusSeconds(120);
        assertEquals(third.plus(Duration.ofHours(4)), SCHEDULE.nextTry(3, third, START));
        Instant later = START.plus(Duration.ofDays(1));
        assertEquals(later.plus(Duration.ofHours(4)), SCHEDULE.nextTry(1_000_000, later, START));
    }

    @Test
    void manyTriesMakeAYoungMessageWaitNoLonger() {
        assertEquals(START.plusSeconds(5), SCHEDULE.nextTry(9, START, START));
        assertEquals(START.plusSeconds(5), SCHEDULE.nextTry(9, START, START.plusSeconds(1)));
        Instant minute = START.plusSeconds(60);
        assertEquals(minute.plusSeconds(120), SCHEDULE.nextTry(9, minute, START));
        assertEquals(minute.plusSeconds(5), SCHEDULE.nextTry(1, minute, START));
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
