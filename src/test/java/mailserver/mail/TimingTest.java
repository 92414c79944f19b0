package mailserver.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.5Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T12:00:00.000001Z R",
                "2026-03-01T12:00:00Z N",
                "2026-03-01T12:00:00Z RT",
                "1990-01-01T00:00:00Z NT"
            })
    void a_deadline_is_read_as_it_was_written(String text) {
        assertEquals(text, DeliverBy.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "R",
                "2026-03-01T12:00:00Z",
                "2026-03-01T12:00:00Z ",
                "2026-03-01T12:00:00Z T",
                "2026-03-01T12:00:00Z r",
                "soon N"
            })
    void what_is_no_deadline(String text) {
        assertEquals(Optional.empty(), DeliverBy.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T12:00:00Z for;3600", "2026-03-01T12:00:00Z until;2026-03-01t12:00:00z"})
    void a_release_is_read_as_it_was_written(String text) {
        assertEquals(text, FutureRelease.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-03-01T12:00:00Z",
                "2026-03-01T12:00:00Z for;0",
                "2026-03-01T12:00:00Z for;",
                "x for;1",
                "2026-03-01T12:00:00Z until;soon"
            })
    void what_is_no_release(String text) {
        assertEquals(Optional.empty(), FutureRelease.parse(text));
    }

    @Test
    void rfc2852_4_the_seconds_that_are_left_may_be_fewer_than_none() {
        var deadline = new DeliverBy(NOW.plusSeconds(120), DeliverBy.Mode.NOTIFY, false);
        assertEquals(120, deadline.secondsLeft(NOW));
        assertEquals(119, deadline.secondsLeft(NOW.plusMillis(1)));
        assertEquals(-1, deadline.secondsLeft(NOW.plusSeconds(120).plusMillis(1)));
        assertFalse(deadline.isPast(NOW.plusSeconds(119)));
        assertTrue(deadline.isPast(NOW.plusSeconds(120)));
        // The parameter has no room for more.
        assertEquals(-999_999_999, deadline.secondsLeft(NOW.plus(Duration.ofDays(20_000))));
    }

    @Test
    void a_message_is_held_up_to_its_release() {
        var timing = new Timing(Optional.of(new FutureRelease(NOW, "for;1")), Optional.empty(), 0);
        assertTrue(timing.isHeld(NOW.minusNanos(1)));
        assertFalse(timing.isHeld(NOW));
        assertFalse(Timing.NONE.isHeld(NOW));
        Instant before = NOW.minusSeconds(9);
        assertEquals(
                Optional.of(new FutureRelease(before, "for;1")),
                timing.releasedBy(before).release());
        assertEquals(timing, timing.releasedBy(NOW.plusSeconds(9)));
    }

    @Test
    void rfc6710_5_priorities_go_from_minus_nine_to_nine() {
        assertEquals(-9, Timing.of(-9).priority());
        assertThrows(IllegalArgumentException.class, () -> Timing.of(10));
        assertThrows(IllegalArgumentException.class, () -> Timing.of(-10));
    }
}
