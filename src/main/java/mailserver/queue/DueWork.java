package mailserver.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mailserver.mail.Address;

/** Looks at an entry whose time has come, and does or hands on what is to be done for it. */
final class DueWork {
    private final NextHops hops;
    private final Lanes lanes;
    private final Attempts attempts;
    private final Ledger ledger;
    private final Settlement settlement;
    private final Supplier<Schedule> schedule;
    private final InstantSource clock;
    private final Consumer<Job> reschedule;

    DueWork(
            NextHops hops,
            Lanes lanes,
            Attempts attempts,
            Ledger ledger,
            Settlement settlement,
            Supplier<Schedule> schedule,
            InstantSource clock,
            Consumer<Job> reschedule) {
        this.hops = hops;
        this.lanes = lanes;
        this.attempts = attempts;
        this.ledger = ledger;
        this.settlement = settlement;
        this.schedule = schedule;
        this.clock = clock;
        this.reschedule = reschedule;
    }

    void look(Job job) {
        List<Address> due = chosen(job);
        reschedule.accept(job);
        if (!due.isEmpty()) {
            // Without the lock: DNS may take its time.
            ways(job, due).forEach((hop, recipients) -> handOn(job, hop, recipients));
        }
    }

    /** Does what needs no peer, and returns the recipients to be tried, marked as busy. */
    private List<Address> chosen(Job job) {
        job.lock.lock();
        try {
            Instant now = clock.instant();
            if (!job.isGone() && (job.isUnwritten() || !job.entry().isLive())) {
                ledger.note(job, job.entry());
            }
            if (!job.isGone() && !job.entry().held()) {
                settlement.tellRelayed(job);
            }
            if (job.isGone() || job.entry().held()) {
                return List.of();
            }
            if (schedule.get().isExpired(job.entry().arrived(), now)) {
                if (!job.idle().isEmpty()) {
                    settlement.expire(job, job.idle());
                }
                return List.of();
            }
            List<Address> due = job.due(now);
            job.setBusy(due);
            if (!job.isBusy() && isLate(job.entry(), now)) {
                settlement.noticeDelay(job);
            }
            return due;
        } catch (RuntimeException e) {
            ledger.rest(job, e);
            return List.of();
        } finally {
            job.lock.unlock();
        }
    }

    private boolean isLate(QueueEntry entry, Instant now) {
        return schedule.get().willNotice(entry) && !now.isBefore(schedule.get().noticeTime(entry.arrived()));
    }

    /** All recipients behind the same hop go in one transaction. */
    private Map<Hop, List<Address>> ways(Job job, List<Address> recipients) {
        try {
            return recipients.stream()
                    .collect(Collectors.groupingBy(hops::hop, LinkedHashMap::new, Collectors.toList()));
        } catch (RuntimeException e) {
            release(job, recipients, () -> ledger.rest(job, e));
            return Map.of();
        }
    }

    private void handOn(Job job, Hop hop, List<Address> recipients) {
        Runnable attempt = () -> {
            try {
                attempts.make(job, hop, recipients);
            } finally {
                release(job, recipients, () -> {});
            }
        };
        switch (hop) {
            case Hop.To to -> lanes.submit(to, attempt);
            case Hop.Exchangers exchangers -> lanes.submit(exchangers, attempt);
            case Hop.Local local -> lanes.submit(local, attempt);
            case Hop.None none -> attempt.run();
        }
    }

    private void release(Job job, List<Address> recipients, Runnable also) {
        job.lock.lock();
        try {
            job.setIdle(recipients);
            also.run();
        } finally {
            job.lock.unlock();
        }
        reschedule.accept(job);
    }
}
