package mailserver.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tells senders that their mail takes long, or is late by their own measure (RFC 2852 §4.1.3). Called with the job's lock held. */
final class DelayNotices {
    /** A notice that was due while nothing had gone wrong, but for the length of the queue: so much later it is thought of again. */
    private static final Duration LATER = Duration.ofMinutes(10);

    private final Lanes lanes;
    private final Ledger ledger;
    private final Settlement settlement;
    private final Supplier<Schedule> schedule;
    private final InstantSource clock;

    DelayNotices(Lanes lanes, Ledger ledger, Settlement settlement, Supplier<Schedule> schedule, InstantSource clock) {
        this.lanes = lanes;
        this.ledger = ledger;
        this.settlement = settlement;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** @return whether the entry is another one now */
    boolean tell(Job job, QueueEntry entry, Instant now) {
        boolean late = isLate(entry, now);
        boolean delayed = isDelayed(entry, now);
        Optional<QueueEntry> known =
                late || delayed ? ledger.read(job).map(read -> withTroubles(job, read)) : Optional.empty();
        if (late && known.isPresent()) {
            settlement.noticeLate(job, known.get());
        } else if (known.filter(this::isToBeNoticed).isPresent()) {
            settlement.noticeDelay(job, known.get());
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
    QueueEntry withTroubles(Job job, QueueEntry entry) {
        QueueEntry known = entry;
        for (Errand errand : job.errands()) {
            Optional<Trouble> trouble = lanes.troubles().trouble(errand.hop());
            if (trouble.isPresent()) {
                known = known.with(errand.recipients(), r -> r.behind(trouble.get()));
            }
        }
        return known;
    }

    /** When to look at an entry for this. */
    Stream<Instant> times(Job job, QueueEntry entry, Instant now) {
        Stream<Instant> late = schedule.get().lateTime(entry).stream();
        if (!schedule.get().mayNotice(entry)) {
            return late;
        }
        Instant notice = schedule.get().noticeTime(entry);
        boolean stands = notice.isAfter(now) || isToBeNoticed(withTroubles(job, entry));
        return Stream.concat(late, Stream.of(stands ? notice : now.plus(LATER)));
    }
}
