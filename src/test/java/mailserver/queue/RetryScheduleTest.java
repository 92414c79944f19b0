package mailserver.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mailserver.dsn.ReportAction;
import mailserver.mail.Address;
import mailserver.mail.DeliverBy;
import mailserver.mail.Envelope;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.Notify;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Timing;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final RetrySchedule SCHEDULE = new RetrySchedule(
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
        assertEquals(end, SCHEDULE.end(START));
    }

    private static QueueEntry entry(String release, String deliverBy, String... notify) {
        var timing = new Timing(FutureRelease.parse(release), DeliverBy.parse(deliverBy), 0);
        var sender = ReversePath.of(new Address("ann", "home.lan"));
        List<Recipient> recipients = IntStream.range(0, notify.length)
                .mapToObj(i -> Recipient.of(new Address("r" + i, "peer.lab"))
                        .with(Notify.parse(notify[i]).orElse(Notify.DEFAULT)))
                .toList();
        return QueueEntry.of(new Envelope("a1", sender, recipients, MailParameters.NONE.timed(timing)), START, "");
    }

    @Test
    void rfc4865_whatIsHeldBackIsTriedAndExpiresFromItsReleaseOn() {
        Instant release = START.plus(Duration.ofDays(10));
        QueueEntry held = entry(release + " for;864000", "", "");
        assertEquals(release, held.since());
        assertEquals(release, held.recipients().getFirst().nextTry());
        // Neither a start nor a person who wants it tried now makes it go before.
        assertEquals(release, held.dueAt(START).recipients().getFirst().nextTry());
        assertEquals(release.plus(Duration.ofDays(5)), SCHEDULE.end(held));
        assertFalse(SCHEDULE.isExpired(held, release));
        assertTrue(SCHEDULE.isExpired(held, release.plus(Duration.ofDays(5))));
        assertEquals(release.plusSeconds(5), SCHEDULE.nextTry(9, release, held));
        assertEquals(release.plus(Duration.ofHours(4)), SCHEDULE.noticeTime(held));
        assertEquals(new ReportAction.Expired(), SCHEDULE.fateAtEnd(held));
        QueueEntry past = entry(START.minusSeconds(60) + " for;60", "", "");
        assertEquals(START, past.since());
        assertEquals(START, past.recipients().getFirst().nextTry());
    }

    @Test
    void rfc2852_4_1_3_whatItsSenderWantsBackByATimeEndsThen() {
        Instant deadline = START.plusSeconds(60);
        QueueEntry entry = entry("", deadline + " R", "");
        assertEquals(deadline, SCHEDULE.end(entry));
        assertTrue(SCHEDULE.isExpired(entry, deadline));
        assertFalse(SCHEDULE.isExpired(entry, deadline.minusNanos(1)));
        assertEquals(new ReportAction.TooLate(), SCHEDULE.fateAtEnd(entry));
        assertEquals(deadline, SCHEDULE.nextTry(2, START.plusSeconds(5), entry));
        assertEquals(Optional.empty(), SCHEDULE.lateTime(entry));
    }

    @Test
    void rfc2852_4_1_aDeadlineMakesNoTimeLonger() {
        QueueEntry entry = entry("", START.plus(Duration.ofDays(6)) + " R", "");
        assertEquals(START.plus(Duration.ofDays(5)), SCHEDULE.end(entry));
        assertEquals(new ReportAction.Expired(), SCHEDULE.fateAtEnd(entry));
    }

    @Test
    void rfc2852_4_1_3_aSenderWhoWantsToKnowIsToldOnce() {
        Instant deadline = START.plusSeconds(60);
        QueueEntry entry = entry("", deadline + " N", "NEVER", "");
        assertEquals(Optional.of(deadline), SCHEDULE.lateTime(entry));
        assertEquals(START.plus(Duration.ofDays(5)), SCHEDULE.end(entry));
        QueueEntry told = entry.asLateNoticed();
        assertEquals(Optional.empty(), SCHEDULE.lateTime(told));
        // Nor is it told again that it takes long.
        assertTrue(told.delayNoticed());
        assertEquals(Optional.of(deadline), SCHEDULE.lateTime(entry.asDelayNoticed()));
        assertEquals(Optional.empty(), SCHEDULE.lateTime(entry("", deadline + " N", "FAILURE", "NEVER")));
        // It was late before it came here.
        assertEquals(Optional.empty(), SCHEDULE.lateTime(entry("", START.minusSeconds(1) + " N", "")));
        assertEquals(Optional.empty(), SCHEDULE.lateTime(entry("", "", "")));
    }

    @Test
    void rfc2852_4_1_4_aHopIsToldToWhomItMatters() {
        QueueEntry timed = entry("", START.plusSeconds(60) + " N", "", "NEVER", "SUCCESS", "FAILURE");
        assertEquals(
                List.of(true, false, true, true),
                timed.recipients().stream().map(timed::tellsOfRelay).toList());
        QueueEntry plain = entry("", "", "", "NEVER", "SUCCESS", "FAILURE");
        assertEquals(
                List.of(false, false, true, false),
                plain.recipients().stream().map(plain::tellsOfRelay).toList());
    }

    @Test
    void aScheduleNeedsPauses() {
        Duration day = Duration.ofDays(1);
        assertThrows(IllegalArgumentException.class, () -> new RetrySchedule(List.of(), day, day));
        assertThrows(IllegalArgumentException.class, () -> new RetrySchedule(List.of(Duration.ZERO), day, day));
    }
}
