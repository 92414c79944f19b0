package mailserver.queue.runner;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import mailserver.queue.QueueEntry;
import mailserver.queue.delivery.NextHopQueues;
import mailserver.queue.delivery.QueuedEntry;
import mailserver.queue.files.FileStamp;
import mailserver.queue.files.PausedDomains;
import org.tinylog.Logger;

/** What becomes of the queue when people change its files by hand. */
final class OutsideChanges implements QueueWatch.Observer {
    private final PausedDomains pausedDomains;
    private final QueueIndex index;
    private final NextHopQueues hopQueues;
    private final QueueOrders orders;
    private final DueWork dueWork;
    private final Consumer<QueueEntry> submit;

    OutsideChanges(
            PausedDomains pausedDomains,
            QueueIndex index,
            NextHopQueues hopQueues,
            QueueOrders orders,
            DueWork dueWork,
            Consumer<QueueEntry> submit) {
        this.pausedDomains = pausedDomains;
        this.index = index;
        this.hopQueues = hopQueues;
        this.orders = orders;
        this.dueWork = dueWork;
        this.submit = submit;
    }

    @Override
    public Optional<QueuedEntry> entry(String id) {
        return index.find(id);
    }

    @Override
    public Set<String> ids() {
        Set<String> changed = pausedDomains.refresh();
        if (!changed.isEmpty()) {
            hopQueues.health().urge(hopQueue -> true);
            orders.rerouted(changed);
        }
        return index.ids();
    }

    @Override
    public void came(QueueEntry entry) {
        Logger.info(
                "{}: came into the queue from outside, sender {}, for {} recipient(s)",
                entry.id(),
                entry.sender(),
                entry.recipients().size());
        submit.accept(entry);
    }

    @Override
    public void changed(QueuedEntry queued, QueueEntry entry, FileStamp stamp) {
        orders.changedOutside(queued, entry, stamp);
    }

    @Override
    public void went(QueuedEntry queued) {
        index.update(queued, () -> dueWork.nextLook(queued));
    }
}
