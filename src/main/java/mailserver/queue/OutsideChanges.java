package mailserver.queue;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.tinylog.Logger;

/** What becomes of the queue when people change its files by hand. */
final class OutsideChanges implements QueueWatch.Hands {
    private final Pauses pauses;
    private final Jobs jobs;
    private final Lanes lanes;
    private final QueueOrders orders;
    private final DueWork dueWork;
    private final Consumer<QueueEntry> submit;

    OutsideChanges(
            Pauses pauses, Jobs jobs, Lanes lanes, QueueOrders orders, DueWork dueWork, Consumer<QueueEntry> submit) {
        this.pauses = pauses;
        this.jobs = jobs;
        this.lanes = lanes;
        this.orders = orders;
        this.dueWork = dueWork;
        this.submit = submit;
    }

    @Override
    public Optional<Job> job(String id) {
        return jobs.find(id);
    }

    @Override
    public Set<String> ids() {
        Set<String> changed = pauses.refresh();
        if (!changed.isEmpty()) {
            lanes.troubles().urge(lane -> true);
            orders.rerouted(changed);
        }
        return jobs.ids();
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
    public void changed(Job job, QueueEntry entry, FileStamp stamp) {
        orders.changedOutside(job, entry, stamp);
    }

    @Override
    public void went(Job job) {
        jobs.update(job, () -> dueWork.nextLook(job));
    }
}
