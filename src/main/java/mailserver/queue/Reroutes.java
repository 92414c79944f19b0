package mailserver.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mailserver.mail.Address;
import mailserver.smtp.Reply;

/** Sets mail going that nothing keeps any more: a hold or a pause is over, or other settings lead it another way. */
final class Reroutes implements QueueOrders.Looks {
    private final NextHops hops;
    private final Lanes lanes;
    private final Ledger ledger;
    private final Jobs jobs;
    private final DueWork dueWork;
    private final BooleanSupplier running;
    private final Supplier<Schedule> schedule;
    private final InstantSource clock;

    Reroutes(
            NextHops hops,
            Lanes lanes,
            Ledger ledger,
            Jobs jobs,
            DueWork dueWork,
            BooleanSupplier running,
            Supplier<Schedule> schedule,
            InstantSource clock) {
        this.hops = hops;
        this.lanes = lanes;
        this.ledger = ledger;
        this.jobs = jobs;
        this.dueWork = dueWork;
        this.running = running;
        this.schedule = schedule;
        this.clock = clock;
    }

    @Override
    public boolean isRunning() {
        return running.getAsBoolean();
    }

    @Override
    public void again(Job job) {
        jobs.update(job, () -> isRunning() || job.isGone() ? dueWork.look(job) : Optional.empty());
    }

    /** Should its time be over by now, it gets one more try. */
    @Override
    public void freed(Job job, QueueEntry entry) {
        if (isRunning() && schedule.get().isExpired(entry, clock.instant())) {
            job.urge();
        }
    }

    /** The next message goes at once to the hops of this one, should they be down: somebody may have mended that, too. */
    @Override
    public void released(QueueEntry entry) {
        if (!isRunning()) {
            return;
        }
        Set<Hop> ways = entry.recipients().stream()
                .filter(RecipientState::isOpen)
                .map(r -> hops.hop(r.address()))
                .collect(Collectors.toSet());
        lanes.troubles().urge(lane -> ways.contains(lane.hop()));
    }

    /** Other ways, times and limits may hold by now. */
    void settingsChanged() {
        lanes.troubles().urge(lane -> true);
        lanes.waiting()
                .forEach(errand -> jobs.update(errand.job(), () -> {
                    if (lanes.withdraw(errand)) {
                        reroute(errand.job(), errand);
                    }
                    return dueWork.nextLook(errand.job());
                }));
        jobs.all().forEach(job -> jobs.update(job, () -> lookAfterReload(job)));
        lanes.limitsChanged();
    }

    /** What was put off while the clock was ahead would wait for the clock to get there again. */
    void lookAtEverything() {
        lanes.troubles().urge(lane -> true);
        for (Job job : jobs.all()) {
            jobs.update(job, () -> {
                job.putOff(Instant.MIN);
                // Those in a lane may stand apart until a time that is far away now.
                job.errands().stream().filter(lanes::withdraw).toList().forEach(errand -> {
                    job.remove(errand);
                    job.urge();
                });
                return dueWork.look(job);
            });
        }
    }

    /** Other settings hold: what they kept waiting goes at once. */
    private Optional<Instant> lookAfterReload(Job job) {
        if (ledger.read(job).filter(read -> hasOtherWay(job, read)).isPresent()) {
            job.setWayless(false);
            job.urge();
        }
        return dueWork.look(job);
    }

    /** Whether it waits for a hop that isn't its next one any more. */
    private boolean hasOtherWay(Job job, QueueEntry entry) {
        return job.isWayless()
                || job.idle(entry).stream()
                        .filter(r -> r.lastTry().isPresent())
                        .anyMatch(r -> !hops.hop(r.address()).place().equals(r.lastHop()));
    }

    /** Moves an errand to where its recipients' ways lead now. */
    void reroute(Job job, Errand errand) {
        job.remove(errand);
        Map<Hop, List<Address>> ways = errand.recipients().stream()
                .collect(Collectors.groupingBy(hops::hop, LinkedHashMap::new, Collectors.toList()));
        ways.forEach((hop, recipients) -> {
            if (hop instanceof Hop.None(Reply why)) {
                dueWork.refuse(job, recipients, why);
            } else {
                var moved = new Errand(job, hop, recipients, errand.priority(), errand.due(), errand.apart());
                job.add(moved);
                lanes.submit(moved);
            }
        });
    }
}
