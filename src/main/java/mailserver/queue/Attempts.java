package mailserver.queue;

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
import mailserver.smtp.Outcome;
import mailserver.wire.LogLine;
import org.tinylog.Logger;

/**
 * Begins and ends attempts: written down before they are made, as far as the disk takes it, so that a message on which the process
 * dies is not tried again at once by the next one; and settled when their outcomes are known.
 */
final class Attempts {
    private static final int SMTP_PORT = 25;

    private final QueueFolder folder;
    private final Ledger ledger;
    private final Settlement settlement;
    private final Supplier<Schedule> schedule;
    private final InstantSource clock;
    private final BooleanSupplier stopping;
    private final Desk desk;

    Attempts(
            QueueFolder folder,
            Ledger ledger,
            Settlement settlement,
            Supplier<Schedule> schedule,
            InstantSource clock,
            BooleanSupplier stopping,
            Desk desk) {
        this.folder = folder;
        this.ledger = ledger;
        this.settlement = settlement;
        this.schedule = schedule;
        this.clock = clock;
        this.stopping = stopping;
        this.desk = desk;
    }

    /** Empty when there is to be no attempt after all, and the errand has ended: things may have changed since it began to wait. */
    Optional<Envelope> begin(Errand errand) {
        Job job = errand.job();
        job.lock.lock();
        try {
            Optional<QueueEntry> entry = stopping.getAsBoolean() ? Optional.empty() : ledger.read(job);
            List<Address> recipients = entry.filter(now -> !now.held())
                    .map(now -> open(now, errand.recipients()))
                    .orElse(List.of());
            if (recipients.isEmpty()) {
                ended(errand);
                return Optional.empty();
            }
            job.begins(errand);
            begin(errand, entry.get(), recipients);
            return Optional.of(entry.get().envelope(recipients));
        } catch (RuntimeException e) {
            ledger.rest(job, e);
            ended(errand);
            return Optional.empty();
        } finally {
            job.lock.unlock();
        }
    }

    private void begin(Errand errand, QueueEntry entry, List<Address> recipients) {
        Instant now = clock.instant();
        // Whether or not the disk takes the note: to deliver is what makes room on a full one.
        ledger.begin(errand.job(), entry.with(recipients, r -> {
            Instant next = schedule.get().nextTry(r.tries() + 1, now, entry);
            return r.begun(errand.hop().place(), now, next);
        }));
        int tries = entry.recipient(recipients.getFirst()).orElseThrow().tries() + 1;
        Logger.info(LogLine.of(entry.id())
                .with("relay", errand.hop().inWords())
                .with("nrcpt", recipients.size())
                .with("try", tries)
                .status("trying"));
    }

    private List<Address> open(QueueEntry entry, List<Address> some) {
        return entry.recipients().stream()
                .filter(r -> r.isOpen() && some.contains(r.address()) && !desk.isPaused(r.address()))
                .map(RecipientState::address)
                .toList();
    }

    /** Brings the message over; what upsets the program is a deferral, too. */
    Map<Address, Outcome> deliver(Courier.Carriage carriage, Envelope envelope) {
        try {
            return carriage.deliver(envelope, folder.eml(envelope.id()));
        } catch (RuntimeException e) {
            Logger.error(e, "{}: an unexpected fault in the delivery", envelope.id());
            return Outcome.forAll(envelope.addresses(), Outcome.deferred(OneLine.of("an unexpected fault here: " + e)));
        }
    }

    /**
     * Writes down how it ended.
     *
     * @param trouble what keeps mail from the hop, if that was the reason. The message then waits in the lane with all others for the
     *     hop; its own pauses are for what it meets itself.
     * @param unreached the way there, if that failed already. Where it didn't, the hop may have failed because of this message: it
     *     goes behind all others then; and should the hop break off on it once more, it stays apart for a pause of its own that grows,
     *     or it would keep breaking the hop for them
     */
    void settle(
            Errand errand,
            Envelope envelope,
            Map<Address, Outcome> outcomes,
            Optional<Trouble> trouble,
            Optional<Courier.Trip.Failed> unreached) {
        Job job = errand.job();
        job.lock.lock();
        try {
            Optional<QueueEntry> begun = ledger.read(job);
            if (begun.isEmpty() && !job.isGone()) {
                // Its file can't be read just now. What is known is of more worth, or it would be delivered once more.
                begun = job.remembered();
            }
            if (begun.isEmpty()) {
                Logger.info("{}: was removed, or the queue stopped, while it was being tried", job.id());
                return;
            }
            boolean brokeOff = trouble.isPresent() && unreached.isEmpty();
            Instant apart = job.brokeOff(brokeOff) > 1 ? ownPause(begun.get(), envelope.addresses()) : clock.instant();
            settlement.settle(
                    job,
                    begun.get(),
                    envelope.addresses(),
                    outcomes,
                    trouble.map(known -> new Settlement.HopFault(known.nextTry(), apart)));
            if (trouble.isPresent() && !job.isGone()) {
                Instant due = trouble.get().nextTry();
                var again = new Errand(
                        job,
                        errand.hop(),
                        envelope.addresses(),
                        errand.priority(),
                        due,
                        brokeOff ? apart : Instant.MIN);
                job.add(again);
                desk.waits(again);
            }
        } finally {
            ended(errand);
            job.lock.unlock();
        }
    }

    private Instant ownPause(QueueEntry begun, List<Address> recipients) {
        int tries = begun.recipient(recipients.getFirst())
                .map(RecipientState::tries)
                .orElse(1);
        return schedule.get().nextTry(tries, clock.instant(), begun);
    }

    /** Nobody carries the errand any more. */
    void ended(Errand errand) {
        Job job = errand.job();
        job.lock.lock();
        try {
            job.remove(errand);
            desk.ended(job);
        } finally {
            job.lock.unlock();
        }
    }

    /** Where errands come from and go back to. Called with the job's lock held. */
    interface Desk {
        /** The errand is to be carried once more. */
        void waits(Errand errand);

        /** An errand of this job has ended. */
        void ended(Job job);

        /** Whether mail for this recipient stays here for now, because somebody said so. */
        boolean isPaused(Address recipient);
    }
}
