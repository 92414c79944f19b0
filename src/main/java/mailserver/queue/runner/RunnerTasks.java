package mailserver.queue.runner;

import mailserver.mail.Address;
import mailserver.queue.delivery.Attempts;
import mailserver.queue.delivery.DeliveryTask;
import mailserver.queue.delivery.QueuedEntry;
import mailserver.queue.files.PausedDomains;

/** Where the delivery tasks of a running queue come from and go back to. */
record RunnerTasks(PausedDomains paused, QueueIndex index, Rerouting rerouting, DueWork dueWork)
        implements Attempts.TaskSource {
    @Override
    public void waits(DeliveryTask task) {
        // The way may be another one by now.
        rerouting.reroute(task.queued(), task);
    }

    @Override
    public void ended(QueuedEntry queued) {
        index.update(queued, () -> dueWork.nextLook(queued));
    }

    @Override
    public boolean isPaused(Address recipient) {
        return paused.isPaused(recipient);
    }
}
