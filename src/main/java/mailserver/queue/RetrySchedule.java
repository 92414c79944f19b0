package mailserver.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailserver.dsn.ReportAction;
import mailserver.mail.DeliverBy;
import mailserver.mail.Notify.Event;

/**
 * When to try again, when to tell the sender, when to give up.
 *
 * @param retry       the pauses between tries; the last one repeats
 * @param expire      how old a message may get
 * @param delayNotice the age at which its sender is told once; zero: never
 */
public record RetrySchedule(List<Duration> retry, Duration expire, Duration delayNotice) {
    public RetrySchedule {
        retry = List.copyOf(retry);
        if (retry.isEmpty() || retry.stream().anyMatch(pause -> pause.isNegative() || pause.isZero())) {
            throw new IllegalArgumentException("a schedule needs pauses, and each takes time");
        }
    }

    /**
     * The time of the next try, where {@code tries} have been begun and the last one now. The end of its time counts. Tries
     * that a start or a person asked for make no pause longer: a message gets to one when it is as old as those before it.
     */
    Instant nextTry(int tries, Instant now, Instant arrived) {
        Instant next = now.plus(retry.get(Math.clamp(tries - 1L, 0, stepAt(now, arrived))));
        Instant end = end(arrived);
        return next.isAfter(end) && end.isAfter(now) ? end : next;
    }

    /** The pause after so many failures of a hop in a row, counted from 1. */
    public Duration pause(int failures) {
        return retry.get(Math.min(failures, retry.size()) - 1);
    }

    private int stepAt(Instant now, Instant arrived) {
        int step = 0;
        Instant reached = arrived.plus(retry.getFirst());
        while (step < retry.size() - 1 && !reached.isAfter(now)) {
            step++;
            reached = reached.plus(retry.get(step));
        }
        return step;
    }

    Instant end(Instant arrived) {
        return arrived.plus(expire);
    }

    /** True when the sender of this entry is to be told at some time that it is late, should it not go out before. */
    public boolean mayNotice(QueueEntry entry) {
        // Nobody can be told behind the null path.
        return !entry.delayNoticed()
                && !entry.sender().isNull()
                && !delayNotice.isZero()
                && delayNotice.compareTo(expire) < 0
                && entry.recipients().stream().anyMatch(r -> r.isOpen() && r.wants(Event.DELAY));
    }

    /** The same, with the reason for it: "delayed" means tried, not held back or just arrived. */
    public boolean willNotice(QueueEntry entry) {
        return mayNotice(entry)
                && entry.recipients().stream().anyMatch(r -> r.isOpen() && r.wasTried() && r.wants(Event.DELAY));
    }

    /** The time of the next try of this entry, as {@link #nextTry(int, Instant, Instant)} has it. Its own end counts. */
    public Instant nextTry(int tries, Instant now, QueueEntry entry) {
        Instant next = nextTry(tries, now, entry.since());
        Instant end = end(entry);
        return next.isAfter(end) && end.isAfter(now) ? end : next;
    }

    /**
     * When it is given up: when it has been tried long enough since it came or its sender let it go, or by the time at which its
     * sender wants it back (RFC 2852 §4.1.3), which makes it no longer (§4.1).
     */
    public Instant end(QueueEntry entry) {
        Instant end = end(entry.since());
        return entry.deliverBy()
                .filter(DeliverBy::returns)
                .map(DeliverBy::deadline)
                .filter(end::isAfter)
                .orElse(end);
    }

    public boolean isExpired(QueueEntry entry, Instant now) {
        return !now.isBefore(end(entry));
    }

    /** Past the time at which its sender wants it back (RFC 2852 §4.1.3): nobody may have it any more. */
    public boolean isTooLate(QueueEntry entry, Instant now) {
        return entry.deliverBy()
                .filter(by -> by.returns() && !now.isBefore(by.deadline()))
                .isPresent();
    }

    /** What its sender is told at its end. */
    public ReportAction fateAtEnd(QueueEntry entry) {
        return end(entry).isBefore(end(entry.since())) ? new ReportAction.TooLate() : new ReportAction.Expired();
    }

    /** When its sender is told that it takes long, where {@link #willNotice}. */
    public Instant noticeTime(QueueEntry entry) {
        return entry.since().plus(delayNotice);
    }

    /**
     * When its sender is to be told that it is late by the sender's own measure (RFC 2852 §4.1.3, by-mode N); empty where nobody is
     * to be told. What was late before it came is the business of who had it then.
     */
    public Optional<Instant> lateTime(QueueEntry entry) {
        boolean tellsAnybody = !entry.lateNoticed()
                && !entry.sender().isNull()
                && entry.recipients().stream().anyMatch(r -> r.isOpen() && r.wants(Event.DELAY));
        return entry.deliverBy()
                .filter(by -> tellsAnybody && !by.returns() && !by.isPast(entry.arrived()))
                .map(DeliverBy::deadline);
    }
}
