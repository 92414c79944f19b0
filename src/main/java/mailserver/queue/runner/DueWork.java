package mailserver.queue.runner;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailserver.mail.Address;
import mailserver.queue.NextHop;
import mailserver.queue.NextHops;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.RetrySchedule;
import mailserver.queue.delivery.DeliveryTask;
import mailserver.queue.delivery.EntryLog;
import mailserver.queue.delivery.NextHopQueues;
import mailserver.queue.delivery.QueuedEntry;
import mailserver.queue.delivery.Settlement;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;

/**
 * Looks at an entry whose time has come: returns what is too old, tells what is late, and sends what is due to the hop queues. Says when to
 * look again. Called with the entry's lock held.
 */
final class DueWork {
    /** A last try that stands in a hop queue is looked at again so soon: another message may find the hop down. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private final NextHops hops;
    private final NextHopQueues hopQueues;
    private final EntryLog entries;
    private final Settlement settlement;
    private final DelayNotices notices;
    private final Predicate<Address> paused;
    private final Supplier<RetrySchedule> schedule;
    private final InstantSource clock;

    DueWork(
            NextHops hops,
            NextHopQueues hopQueues,
            EntryLog entries,
            Settlement settlement,
            Predicate<Address> paused,
            Supplier<RetrySchedule> schedule,
            InstantSource clock) {
        this.hops = hops;
        this.hopQueues = hopQueues;
        this.entries = entries;
        this.settlement = settlement;
        this.notices = new DelayNotices(hopQueues, entries, settlement, schedule, clock);
        this.paused = paused;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** @return when to look again */
    Optional<Instant> look(QueuedEntry queued) {
        Optional<QueueEntry> entry = entries.read(queued);
        return entry.isPresent() ? look(queued, entry.get()) : later(queued);
    }

    /** The same for an entry that was just read. */
    Optional<Instant> look(QueuedEntry queued, QueueEntry entry) {
        Instant now = clock.instant();
        if (queued.notBefore().isAfter(now)) {
            return nextLook(queued, entry);
        }
        if (queued.unwritten().isPresent() || !entry.isLive()) {
            // Should the disk not take it even now, mail goes out all the same: that is what makes room.
            entries.note(queued, entry);
        }
        if (queued.isGone() || entry.held()) {
            return nextLook(queued, entry);
        }
        Optional<QueueEntry> left = Optional.of(entry);
        if (isRelayed(entry)) {
            settlement.tellRelayed(queued, entry);
            left = entries.read(queued);
        }
        if (left.isEmpty()) {
            return later(queued);
        }
        if (schedule.get().isExpired(left.get(), now)) {
            if ((queued.isUrged() || queued.isFreed()) && !schedule.get().isTooLate(left.get(), now)) {
                tryOnceMore(queued, left.get(), now);
            } else if (!hasLastTry(queued)) {
                returnOld(queued, left.get());
            }
            return nextLook(queued);
        }
        boolean changed = sendOut(queued, left.get(), now);
        queued.calm();
        changed |= notices.tell(queued, left.get(), now);
        return changed ? nextLook(queued) : nextLook(queued, left.get());
    }

    /** A first look at one of many entries: what takes long, such as reports, is left to a second one, which is due at once then. */
    Optional<Instant> glance(QueuedEntry queued, QueueEntry entry) {
        Instant now = clock.instant();
        boolean takesLong = isRelayed(entry)
                || !entry.isLive()
                || schedule.get().isExpired(entry, now)
                || notices.isDelayed(entry, now)
                || notices.isLate(entry, now);
        return takesLong ? Optional.of(now) : look(queued, entry);
    }

    private static boolean isRelayed(QueueEntry entry) {
        return entry.recipients().stream().anyMatch(r -> r.status() == RecipientState.Status.RELAYED);
    }

    /** Its time passed while no server ran, or it was held or paused: so nobody tried it at the end. */
    private void tryOnceMore(QueuedEntry queued, QueueEntry entry, Instant now) {
        queued.urge();
        sendOut(queued, entry, now);
        queued.calm();
        queued.setOnLastTry(!queued.tasks().isEmpty());
    }

    /** Whether a last try is still to come. What stands behind one that found the hop down has had it. */
    private boolean hasLastTry(QueuedEntry queued) {
        Instant now = clock.instant();
        return queued.isOnLastTry()
                && queued.tasks().stream()
                        .anyMatch(task -> hopQueues
                                .health()
                                .trouble(task.hop())
                                .filter(backoff -> backoff.nextTry().isAfter(now))
                                .isEmpty());
    }

    private void returnOld(QueuedEntry queued, QueueEntry entry) {
        QueueEntry known = notices.withTroubles(queued, entry);
        // Those under way have their chance still.
        hopQueues.withdrawAll(queued);
        List<Address> old = unpaused(queued, known).map(RecipientState::address).toList();
        if (!old.isEmpty()) {
            settlement.expire(queued, known, old);
        }
    }

    /** @return whether the entry is another one now */
    private boolean sendOut(QueuedEntry queued, QueueEntry entry, Instant now) {
        Map<NextHop, List<RecipientState>> due = unpaused(queued, entry)
                .filter(r -> !due(queued, entry, r).isAfter(now))
                .collect(Collectors.groupingBy(r -> hops.hop(r.address()), LinkedHashMap::new, Collectors.toList()));
        due.forEach((hop, states) -> {
            // All recipients behind the same hop go in one transaction.
            List<Address> recipients =
                    states.stream().map(RecipientState::address).toList();
            switch (hop) {
                case NextHop.None(Reply why) -> refuse(queued, recipients, why);
                case NextHop.To to -> submit(queued, entry, to, states, recipients);
                case NextHop.Exchangers exchangers -> submit(queued, entry, exchangers, states, recipients);
                case NextHop.Local local -> submit(queued, entry, local, states, recipients);
            }
        });
        return due.keySet().stream().anyMatch(NextHop.None.class::isInstance);
    }

    private void submit(
            QueuedEntry queued, QueueEntry entry, NextHop hop, List<RecipientState> states, List<Address> recipients) {
        Instant due = states.stream()
                .map(RecipientState::nextTry)
                .min(Instant::compareTo)
                .orElseThrow();
        var task = new DeliveryTask(queued, hop, recipients, entry.priority(), due);
        queued.add(task);
        hopQueues.submit(task);
    }

    /**
     * When a recipient's next try is due. Who wants it at once may not know that its sender wants it to wait (RFC 4865). A last try in
     * the future was made by a clock that was ahead, and so was the time of the next.
     */
    private Instant due(QueuedEntry queued, QueueEntry entry, RecipientState recipient) {
        boolean outOfTime =
                recipient.lastTry().filter(clock.instant()::isBefore).isPresent();
        return queued.isUrged() || outOfTime ? entry.release().orElse(Instant.MIN) : recipient.nextTry();
    }

    void refuse(QueuedEntry queued, List<Address> recipients, Reply why) {
        queued.setWayless(true);
        RecipientOutcome outcome = why.isPermanent()
                ? new RecipientOutcome.Unfit(why)
                : new RecipientOutcome.Deferred("there is no way at the moment: " + why, Optional.of(why));
        Instant now = clock.instant();
        Map<Address, RecipientOutcome> outcomes = RecipientOutcome.forAll(recipients, outcome);
        // No attempt that could kill anybody, so its beginning is not written down by itself.
        entries.read(queued)
                .map(entry -> entry.with(recipients, r -> r.begun(Optional.empty(), now, now)))
                .ifPresent(begun -> settlement.settle(queued, begun, recipients, outcomes, Optional.empty()));
    }

    private Stream<RecipientState> unpaused(QueuedEntry queued, QueueEntry entry) {
        return queued.idle(entry).stream().filter(r -> !paused.test(r.address()));
    }

    /** When to look at this entry next. */
    Optional<Instant> nextLook(QueuedEntry queued) {
        Optional<QueueEntry> entry = entries.read(queued);
        return entry.isPresent() ? nextLook(queued, entry.get()) : later(queued);
    }

    static Optional<Instant> later(QueuedEntry queued) {
        return queued.isGone() ? Optional.empty() : Optional.of(queued.notBefore());
    }

    private Optional<Instant> nextLook(QueuedEntry queued, QueueEntry entry) {
        if (queued.isGone()) {
            return Optional.empty();
        }
        Stream<Instant> times;
        if (queued.unwritten().isPresent() || !entry.isLive()) {
            times = Stream.of(Instant.MIN);
        } else if (entry.held()) {
            times = Stream.empty();
        } else if (isRelayed(entry)) {
            times = Stream.of(Instant.MIN);
        } else {
            Instant now = clock.instant();
            Stream<Instant> tries = unpaused(queued, entry).map(r -> due(queued, entry, r));
            boolean waits = entry.recipients().stream().anyMatch(r -> r.isOpen() && !paused.test(r.address()));
            Stream<Instant> life =
                    waits ? Stream.concat(end(queued, entry, now), notices.times(queued, entry, now)) : Stream.empty();
            times = Stream.concat(tries, life);
        }
        return times.min(Instant::compareTo).map(time -> time.isBefore(queued.notBefore()) ? queued.notBefore() : time);
    }

    /** What is too old while it is under way is looked at when that has ended. */
    private Stream<Instant> end(QueuedEntry queued, QueueEntry entry, Instant now) {
        if (hasLastTry(queued)) {
            return Stream.of(now.plus(SOON));
        }
        Instant end = schedule.get().end(entry);
        boolean returnable = entry.recipients().stream()
                .anyMatch(
                        r -> r.isOpen() && !(r.status() == RecipientState.Status.TRYING && queued.isOut(r.address())));
        return end.isAfter(now) || returnable ? Stream.of(end) : Stream.empty();
    }
}
