package mailserver.queue.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.RetrySchedule;
import mailserver.queue.files.QueueFolder;
import mailserver.smtp.RecipientOutcome;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/**
 * Begins and ends attempts: written down before they are made, as far as the disk takes it, so that a message on which the process
 * dies is not tried again at once by the next one; and settled when their outcomes are known.
 */
public final class Attempts {
    private static final int SMTP_PORT = 25;

    private final QueueFolder folder;
    private final EntryLog entries;
    private final Settlement settlement;
    private final Supplier<RetrySchedule> schedule;
    private final AttemptObserver observer;
    private final InstantSource clock;
    private final BooleanSupplier stopping;
    private final TaskSource taskSource;

    public Attempts(
            QueueFolder folder,
            EntryLog entries,
            Settlement settlement,
            Supplier<RetrySchedule> schedule,
            AttemptObserver observer,
            InstantSource clock,
            BooleanSupplier stopping,
            TaskSource taskSource) {
        this.folder = folder;
        this.entries = entries;
        this.settlement = settlement;
        this.schedule = schedule;
        this.observer = observer;
        this.clock = clock;
        this.stopping = stopping;
        this.taskSource = taskSource;
    }

    /** Empty when there is to be no attempt after all, and the delivery task has ended: things may have changed since it began to wait. */
    Optional<Envelope> begin(DeliveryTask task) {
        QueuedEntry queued = task.queued();
        queued.lock.lock();
        try {
            Optional<QueueEntry> entry = stopping.getAsBoolean() ? Optional.empty() : entries.read(queued);
            List<Address> recipients = entry.filter(now -> !now.held())
                    .map(now -> open(now, task.recipients()))
                    .orElse(List.of());
            if (recipients.isEmpty()) {
                ended(task);
                return Optional.empty();
            }
            queued.begins(task);
            begin(task, entry.get(), recipients);
            Envelope envelope = entry.get().envelope(recipients);
            observer.begins(envelope, task.hop());
            return Optional.of(envelope);
        } catch (RuntimeException e) {
            entries.rest(queued, e);
            ended(task);
            return Optional.empty();
        } finally {
            queued.lock.unlock();
        }
    }

    private void begin(DeliveryTask task, QueueEntry entry, List<Address> recipients) {
        Instant now = clock.instant();
        // Whether or not the disk takes the note: to deliver is what makes room on a full one.
        entries.begin(task.queued(), entry.with(recipients, r -> {
            Instant next = schedule.get().nextTry(r.tries() + 1, now, entry);
            return r.begun(task.hop().place(), now, next);
        }));
        int tries = entry.recipient(recipients.getFirst()).orElseThrow().tries() + 1;
        Logger.info(LogLine.of(entry.id())
                .with("relay", task.hop().inWords())
                .with("nrcpt", recipients.size())
                .with("try", tries)
                .status("trying"));
    }

    private List<Address> open(QueueEntry entry, List<Address> some) {
        return entry.recipients().stream()
                .filter(r -> r.isOpen() && some.contains(r.address()) && !taskSource.isPaused(r.address()))
                .map(RecipientState::address)
                .toList();
    }

    /** Brings the message over; what upsets the program is a deferral, too. */
    Map<Address, RecipientOutcome> deliver(DeliveryAgent.HopConnection connection, Envelope envelope) {
        try {
            return connection.deliver(envelope, folder.eml(envelope.id()));
        } catch (RuntimeException e) {
            Logger.error(e, "{}: an unexpected fault in the delivery", envelope.id());
            return RecipientOutcome.forAll(
                    envelope.addresses(), RecipientOutcome.deferred(OneLine.of("an unexpected fault here: " + e)));
        }
    }

    /**
     * Writes down how it ended.
     *
     * @param backoff what keeps mail from the hop, if that was the reason. The message then waits in the hop queue with all others for the
     *     hop; its own pauses are for what it meets itself.
     * @param unreached the way there, if that failed already. Where it didn't, the hop may have failed because of this message: it
     *     goes behind all others then; and should the hop break off on it once more, it stays apart for a pause of its own that grows,
     *     or it would keep breaking the hop for them
     */
    void settle(
            DeliveryTask task,
            Envelope envelope,
            Map<Address, RecipientOutcome> outcomes,
            Optional<NextHopBackoff> backoff,
            Optional<DeliveryAgent.ConnectResult.Failed> unreached) {
        observer.ended(envelope, task.hop(), outcomes);
        QueuedEntry queued = task.queued();
        queued.lock.lock();
        try {
            Optional<QueueEntry> begun = entries.read(queued);
            if (begun.isEmpty() && !queued.isGone()) {
                // Its file can't be read just now. What is known is of more worth, or it would be delivered once more.
                begun = queued.remembered();
            }
            if (begun.isEmpty()) {
                Logger.info("{}: was removed, or the queue stopped, while it was being tried", queued.id());
                return;
            }
            queued.settles(task);
            boolean brokeOff = backoff.isPresent() && unreached.isEmpty();
            Instant apart =
                    queued.brokeOff(brokeOff) > 1 ? ownPause(begun.get(), envelope.addresses()) : clock.instant();
            settlement.settle(
                    queued,
                    begun.get(),
                    envelope.addresses(),
                    outcomes,
                    backoff.map(known -> new Settlement.HopFault(known.nextTry(), apart)));
            if (backoff.isPresent() && !queued.isGone()) {
                Instant due = backoff.get().nextTry();
                var again = new DeliveryTask(
                        queued, task.hop(), envelope.addresses(), task.priority(), due, brokeOff ? apart : Instant.MIN);
                queued.add(again);
                taskSource.waits(again);
            }
        } finally {
            ended(task);
            queued.lock.unlock();
        }
    }

    private Instant ownPause(QueueEntry begun, List<Address> recipients) {
        int tries = begun.recipient(recipients.getFirst())
                .map(RecipientState::tries)
                .orElse(1);
        return schedule.get().nextTry(tries, clock.instant(), begun);
    }

    /** Nobody carries the delivery task any more. */
    void ended(DeliveryTask task) {
        QueuedEntry queued = task.queued();
        queued.lock.lock();
        try {
            queued.remove(task);
            taskSource.ended(queued);
        } finally {
            queued.lock.unlock();
        }
    }

    /** Where delivery tasks come from and go back to. Called with the entry's lock held. */
    public interface TaskSource {
        /** The delivery task is to be carried once more. */
        void waits(DeliveryTask task);

        /** A delivery task of this entry has ended. */
        void ended(QueuedEntry queued);

        /** Whether mail for this recipient stays here for now, because somebody said so. */
        boolean isPaused(Address recipient);
    }
}
