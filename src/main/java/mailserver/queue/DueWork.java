package mailserver.queue;

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
import mailserver.smtp.Outcome;
import mailserver.smtp.Reply;

/**
 * Looks at an entry whose time has come: returns what is too old, tells what is late, and sends what is due to the lanes. Says when to
 * look again. Called with the job's lock held.
 */
final class DueWork {
    /** A last try that stands in a lane is looked at again so soon: another message may find the hop down. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private final NextHops hops;
    private final Lanes lanes;
    private final Ledger ledger;
    private final Settlement settlement;
    private final DelayNotices notices;
    private final Predicate<Address> paused;
    private final Supplier<Schedule> schedule;
    private final InstantSource clock;

    DueWork(
            NextHops hops,
            Lanes lanes,
            Ledger ledger,
            Settlement settlement,
            Predicate<Address> paused,
            Supplier<Schedule> schedule,
            InstantSource clock) {
        this.hops = hops;
        this.lanes = lanes;
        this.ledger = ledger;
        this.settlement = settlement;
        this.notices = new DelayNotices(lanes, ledger, settlement, schedule, clock);
        this.paused = paused;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** @return when to look again */
    Optional<Instant> look(Job job) {
        Optional<QueueEntry> entry = ledger.read(job);
        return entry.isPresent() ? look(job, entry.get()) : later(job);
    }

    /** The same for an entry that was just read. */
    Optional<Instant> look(Job job, QueueEntry entry) {
        Instant now = clock.instant();
        if (job.notBefore().isAfter(now)) {
            return nextLook(job, entry);
        }
        if (job.unwritten().isPresent() || !entry.isLive()) {
            // Should the disk not take it even now, mail goes out all the same: that is what makes room.
            ledger.note(job, entry);
        }
        if (job.isGone() || entry.held()) {
            return nextLook(job, entry);
        }
        Optional<QueueEntry> left = Optional.of(entry);
        if (isRelayed(entry)) {
            settlement.tellRelayed(job, entry);
            left = ledger.read(job);
        }
        if (left.isEmpty()) {
            return later(job);
        }
        if (schedule.get().isExpired(left.get(), now)) {
            if (job.isUrged() && !schedule.get().isTooLate(left.get(), now)) {
                tryOnceMore(job, left.get(), now);
            } else if (!hasLastTry(job)) {
                returnOld(job, left.get());
            }
            return nextLook(job);
        }
        boolean changed = sendOut(job, left.get(), now);
        job.calm();
        changed |= notices.tell(job, left.get(), now);
        return changed ? nextLook(job) : nextLook(job, left.get());
    }

    /** A first look at one of many entries: what takes long, such as reports, is left to a second one, which is due at once then. */
    Optional<Instant> glance(Job job, QueueEntry entry) {
        Instant now = clock.instant();
        boolean takesLong = isRelayed(entry)
                || !entry.isLive()
                || schedule.get().isExpired(entry, now)
                || notices.isDelayed(entry, now)
                || notices.isLate(entry, now);
        return takesLong ? Optional.of(now) : look(job, entry);
    }

    private static boolean isRelayed(QueueEntry entry) {
        return entry.recipients().stream().anyMatch(r -> r.status() == RecipientState.Status.RELAYED);
    }

    /** Its time passed while no server ran, or it was held or paused: so nobody tried it at the end. */
    private void tryOnceMore(Job job, QueueEntry entry, Instant now) {
        sendOut(job, entry, now);
        job.calm();
        job.setOnLastTry(!job.errands().isEmpty());
    }

    /** Whether a last try is still to come. What stands behind one that found the hop down has had it. */
    private boolean hasLastTry(Job job) {
        Instant now = clock.instant();
        return job.isOnLastTry()
                && job.errands().stream()
                        .anyMatch(errand -> lanes.troubles()
                                .trouble(errand.hop())
                                .filter(trouble -> trouble.nextTry().isAfter(now))
                                .isEmpty());
    }

    private void returnOld(Job job, QueueEntry entry) {
        QueueEntry known = notices.withTroubles(job, entry);
        // Those under way have their chance still.
        lanes.callBack(job);
        List<Address> old = unpaused(job, known).map(RecipientState::address).toList();
        if (!old.isEmpty()) {
            settlement.expire(job, known, old);
        }
    }

    /** @return whether the entry is another one now */
    private boolean sendOut(Job job, QueueEntry entry, Instant now) {
        Map<Hop, List<RecipientState>> due = unpaused(job, entry)
                .filter(r -> !due(job, entry, r).isAfter(now))
                .collect(Collectors.groupingBy(r -> hops.hop(r.address()), LinkedHashMap::new, Collectors.toList()));
        due.forEach((hop, states) -> {
            // All recipients behind the same hop go in one transaction.
            List<Address> recipients =
                    states.stream().map(RecipientState::address).toList();
            switch (hop) {
                case Hop.None(Reply why) -> refuse(job, recipients, why);
                case Hop.To to -> submit(job, entry, to, states, recipients);
                case Hop.Exchangers exchangers -> submit(job, entry, exchangers, states, recipients);
                case Hop.Local local -> submit(job, entry, local, states, recipients);
            }
        });
        return due.keySet().stream().anyMatch(Hop.None.class::isInstance);
    }

    private void submit(Job job, QueueEntry entry, Hop hop, List<RecipientState> states, List<Address> recipients) {
        Instant due = states.stream()
                .map(RecipientState::nextTry)
                .min(Instant::compareTo)
                .orElseThrow();
        var errand = new Errand(job, hop, recipients, entry.priority(), due);
        job.add(errand);
        lanes.submit(errand);
    }

    /**
     * When a recipient's next try is due. Who wants it at once may not know that its sender wants it to wait (RFC 4865). A last try in
     * the future was made by a clock that was ahead, and so was the time of the next.
     */
    private Instant due(Job job, QueueEntry entry, RecipientState recipient) {
        boolean outOfTime =
                recipient.lastTry().filter(clock.instant()::isBefore).isPresent();
        return job.isUrged() || outOfTime ? entry.release().orElse(Instant.MIN) : recipient.nextTry();
    }

    void refuse(Job job, List<Address> recipients, Reply why) {
        job.setWayless(true);
        Outcome outcome = why.isPermanent()
                ? new Outcome.Unfit(why)
                : new Outcome.Deferred("there is no way at the moment: " + why, Optional.of(why));
        Instant now = clock.instant();
        Map<Address, Outcome> outcomes = Outcome.forAll(recipients, outcome);
        // No attempt that could kill anybody, so its beginning is not written down by itself.
        ledger.read(job)
                .map(entry -> entry.with(recipients, r -> r.begun(Optional.empty(), now, now)))
                .ifPresent(begun -> settlement.settle(job, begun, recipients, outcomes, Optional.empty()));
    }

    private Stream<RecipientState> unpaused(Job job, QueueEntry entry) {
        return job.idle(entry).stream().filter(r -> !paused.test(r.address()));
    }

    /** When to look at this entry next. */
    Optional<Instant> nextLook(Job job) {
        Optional<QueueEntry> entry = ledger.read(job);
        return entry.isPresent() ? nextLook(job, entry.get()) : later(job);
    }

    private static Optional<Instant> later(Job job) {
        return job.isGone() ? Optional.empty() : Optional.of(job.notBefore());
    }

    private Optional<Instant> nextLook(Job job, QueueEntry entry) {
        if (job.isGone()) {
            return Optional.empty();
        }
        Stream<Instant> times;
        if (job.unwritten().isPresent() || !entry.isLive()) {
            times = Stream.of(Instant.MIN);
        } else if (entry.held()) {
            times = Stream.empty();
        } else if (isRelayed(entry)) {
            times = Stream.of(Instant.MIN);
        } else {
            Instant now = clock.instant();
            Stream<Instant> tries = unpaused(job, entry).map(r -> due(job, entry, r));
            boolean waits = entry.recipients().stream().anyMatch(r -> r.isOpen() && !paused.test(r.address()));
            Stream<Instant> life =
                    waits ? Stream.concat(end(job, entry, now), notices.times(job, entry, now)) : Stream.empty();
            times = Stream.concat(tries, life);
        }
        return times.min(Instant::compareTo).map(time -> time.isBefore(job.notBefore()) ? job.notBefore() : time);
    }

    /** What is too old while it is under way is looked at when that has ended. */
    private Stream<Instant> end(Job job, QueueEntry entry, Instant now) {
        if (hasLastTry(job)) {
            return Stream.of(now.plus(SOON));
        }
        Instant end = schedule.get().end(entry);
        boolean returnable = entry.recipients().stream()
                .anyMatch(r -> r.isOpen() && !(r.status() == RecipientState.Status.TRYING && job.isOut(r.address())));
        return end.isAfter(now) || returnable ? Stream.of(end) : Stream.empty();
    }
}
