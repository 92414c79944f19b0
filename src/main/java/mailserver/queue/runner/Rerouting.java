package mailserver.queue.runner;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import mailserver.mail.Address;
import mailserver.queue.NextHop;
import mailserver.queue.NextHops;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.delivery.DeliveryTask;
import mailserver.queue.delivery.EntryLog;
import mailserver.queue.delivery.NextHopQueues;
import mailserver.queue.delivery.QueuedEntry;
import mailserver.smtp.Reply;

/** Sets mail going that nothing keeps any more: a hold or a pause is over, or other settings lead it another way. */
final class Rerouting implements QueueOrders.FollowUp {
    private final NextHops hops;
    private final NextHopQueues hopQueues;
    private final EntryLog entries;
    private final QueueIndex index;
    private final DueWork dueWork;
    private final BooleanSupplier running;

    Rerouting(
            NextHops hops,
            NextHopQueues hopQueues,
            EntryLog entries,
            QueueIndex index,
            DueWork dueWork,
            BooleanSupplier running) {
        this.hops = hops;
        this.hopQueues = hopQueues;
        this.entries = entries;
        this.index = index;
        this.dueWork = dueWork;
        this.running = running;
    }

    @Override
    public boolean isRunning() {
        return running.getAsBoolean();
    }

    @Override
    public void again(QueuedEntry queued) {
        index.update(queued, () -> isRunning() || queued.isGone() ? dueWork.look(queued) : Optional.empty());
    }

    /** The next message goes at once to the hops of this one, should they be down: somebody may have mended that, too. */
    @Override
    public void released(QueueEntry entry) {
        if (!isRunning()) {
            return;
        }
        Set<NextHop> ways = entry.recipients().stream()
                .filter(RecipientState::isOpen)
                .map(r -> hops.hop(r.address()))
                .collect(Collectors.toSet());
        hopQueues.health().urge(hopQueue -> ways.contains(hopQueue.hop()));
    }

    /** Other ways, times and limits may hold by now. */
    void settingsChanged() {
        hopQueues.health().urge(hopQueue -> true);
        hopQueues
                .waiting()
                .forEach(task -> index.update(task.queued(), () -> {
                    if (hopQueues.withdraw(task)) {
                        reroute(task.queued(), task);
                    }
                    return dueWork.nextLook(task.queued());
                }));
        index.all().forEach(queued -> index.update(queued, () -> lookAfterReload(queued)));
        hopQueues.limitsChanged();
    }

    /** What was put off while the clock was ahead would wait for the clock to get there again. */
    void lookAtEverything() {
        hopQueues.health().urge(hopQueue -> true);
        for (QueuedEntry queued : index.all()) {
            index.update(queued, () -> {
                queued.putOff(Instant.MIN);
                // Those in a hop queue may stand apart until a time that is far away now.
                queued.tasks().stream().filter(hopQueues::withdraw).toList().forEach(task -> {
                    queued.remove(task);
                    queued.urge();
                });
                return dueWork.look(queued);
            });
        }
    }

    /** Other settings hold: what they kept waiting goes at once. */
    private Optional<Instant> lookAfterReload(QueuedEntry queued) {
        Optional<QueueEntry> entry = entries.read(queued);
        if (entry.filter(read -> hasOtherWay(queued, read)).isPresent()) {
            queued.setWayless(false);
            queued.urge();
        }
        return entry.isPresent() ? dueWork.look(queued, entry.get()) : DueWork.later(queued);
    }

    /** Whether it waits for a hop that isn't its next one any more. */
    private boolean hasOtherWay(QueuedEntry queued, QueueEntry entry) {
        return queued.isWayless()
                || queued.idle(entry).stream()
                        .filter(r -> r.lastTry().isPresent())
                        .anyMatch(r -> !hops.hop(r.address()).place().equals(r.lastHop()));
    }

    /** Moves a delivery task to where its recipients' ways lead now. */
    void reroute(QueuedEntry queued, DeliveryTask task) {
        queued.remove(task);
        Map<NextHop, List<Address>> ways = task.recipients().stream()
                .collect(Collectors.groupingBy(hops::hop, LinkedHashMap::new, Collectors.toList()));
        ways.forEach((hop, recipients) -> {
            if (hop instanceof NextHop.None(Reply why)) {
                dueWork.refuse(queued, recipients, why);
            } else {
                var moved = new DeliveryTask(queued, hop, recipients, task.priority(), task.due(), task.apart());
                queued.add(moved);
                hopQueues.submit(moved);
            }
        });
    }
}
