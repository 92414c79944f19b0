package mailserver.queue.runner;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.RetrySchedule;
import mailserver.queue.delivery.DeliveryTask;
import mailserver.queue.delivery.EntryLog;
import mailserver.queue.delivery.NextHopBackoff;
import mailserver.queue.delivery.NextHopQueues;
import mailserver.queue.delivery.QueuedEntry;
import mailserver.queue.delivery.Settlement;

/** Tells senders that their mail takes long, or is late by their own measure (RFC 2852 §4.1.3). Called with the entry's lock held. */
final class DelayNotices {
    /** A notice that was due while nothing had gone wrong, but for the length of the queue: so much later it is thought of again. */
    private static final Duration LATER = Duration.ofMinutes(10);

    private final NextHopQueues hopQueues;
    private final EntryLog entries;
    private final Settlement settlement;
    private final Supplier<RetrySchedule> schedule;
    private final InstantSource clock;

    DelayNotices(
            NextHopQueues hopQueues,
            EntryLog entries,
            Settlement settlement,
            Supplier<RetrySchedule> schedule,
            InstantSource clock) {
        this.hopQueues = hopQueues;
        this.entries = entries;
        this.settlement = settlement;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** @return whether the entry is another one now */
    boolean tell(QueuedEntry queued, QueueEntry entry, Instant now) {
        boolean late = isLate(entry, now);
        boolean delayed = isDelayed(entry, now);
        Optional<QueueEntry> known =
                late || delayed ? entries.read(queued).map(read -> withTroubles(queued, read)) : Optional.empty();
        if (late && known.isPresent()) {
            settlement.noticeLate(queued, known.get());
        } else if (known.filter(this::isToBeNoticed).isPresent()) {
            settlement.noticeDelay(queued, known.get());
        }
        return late || delayed;
    }

    /** By the measure of its sender, whatever was tried (RFC 2852 §4.1.3). */
    boolean isLate(QueueEntry entry, Instant now) {
        return schedule.get()
                .lateTime(entry)
                .filter(time -> !now.isBefore(time))
                .isPresent();
    }

    boolean isDelayed(QueueEntry entry, Instant now) {
        return schedule.get().mayNotice(entry) && !now.isBefore(schedule.get().noticeTime(entry));
    }

    /** Not while it is tried: it may be in time yet. */
    private boolean isToBeNoticed(QueueEntry entry) {
        return schedule.get().willNotice(entry)
                && entry.recipients().stream().noneMatch(r -> r.status() == RecipientState.Status.TRYING);
    }

    /** With what keeps those waiting who were not tried themselves. */
    QueueEntry withTroubles(QueuedEntry queued, QueueEntry entry) {
        QueueEntry known = entry;
        for (DeliveryTask task : queued.tasks()) {
            Optional<NextHopBackoff> backoff = hopQueues.health().trouble(task.hop());
            if (backoff.isPresent()) {
                known = known.with(
                        task.recipients(), r -> r.behind(backoff.get().why()));
            }
        }
        return known;
    }

    /** When to look at an entry for this. */
    Stream<Instant> times(QueuedEntry queued, QueueEntry entry, Instant now) {
        Stream<Instant> late = schedule.get().lateTime(entry).stream();
        if (!schedule.get().mayNotice(entry)) {
            return late;
        }
        Instant notice = schedule.get().noticeTime(entry);
        boolean stands = notice.isAfter(now) || isToBeNoticed(withTroubles(queued, entry));
        return Stream.concat(late, Stream.of(stands ? notice : now.plus(LATER)));
    }
}
