package mailserver.queue;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mailserver.config.HostPort;
import mailserver.config.Peer;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.smtp.Outcome;
import mailserver.smtp.Reply;
import org.tinylog.Logger;

/**
 * Makes one attempt: written down before it is made, as far as the disk takes it, so that a message on which the process dies
 * is not tried again at once by the next one; then made; then its outcomes settled.
 */
final class Attempts {
    private static final int SMTP_PORT = 25;

    private final QueueFolder folder;
    private final Surroundings around;
    private final Ledger ledger;
    private final Settlement settlement;
    private final Holds holds;
    private final Supplier<Schedule> schedule;
    private final InstantSource clock;
    private final BooleanSupplier stopping;

    Attempts(
            QueueFolder folder,
            Surroundings around,
            Ledger ledger,
            Settlement settlement,
            Holds holds,
            Supplier<Schedule> schedule,
            InstantSource clock,
            BooleanSupplier stopping) {
        this.folder = folder;
        this.around = around;
        this.ledger = ledger;
        this.settlement = settlement;
        this.holds = holds;
        this.schedule = schedule;
        this.clock = clock;
        this.stopping = stopping;
    }

    void make(Job job, Hop hop, List<Address> recipients) {
        Optional<Holds.Hold> held = holds.on(hop);
        if (held.isPresent()) {
            putOff(job, recipients, held.get());
            return;
        }
        Optional<Envelope> envelope = begin(job, hop, recipients);
        if (envelope.isPresent()) {
            Map<Address, Outcome> outcomes = deliver(hop, envelope.get());
            holds.learn(hop, outcomes.values());
            job.lock.lock();
            try {
                settlement.settle(job, recipients, outcomes);
            } finally {
                job.lock.unlock();
            }
        }
    }

    /** No try, so only the memory has it: a start tries all that waits anyway. */
    private void putOff(Job job, List<Address> recipients, Holds.Hold hold) {
        job.lock.lock();
        try {
            QueueEntry changed = job.entry().with(recipients, r -> {
                String why = r.tries() == 0
                        ? OneLine.of("not tried yet; other mail for the same server: " + hold.why())
                        : r.lastError();
                return r.met(r.lastReply(), why).at(hold.end());
            });
            job.set(changed, !job.isUnwritten());
        } finally {
            job.lock.unlock();
        }
    }

    /** Empty when there is to be no attempt after all: things may have changed since it was decided on. */
    private Optional<Envelope> begin(Job job, Hop hop, List<Address> recipients) {
        job.lock.lock();
        try {
            QueueEntry entry = job.entry();
            if (job.isGone() || entry.held() || stopping.getAsBoolean()) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            // Where the disk won't take the note, the memory has it: to deliver is what makes room on a full disk.
            ledger.note(job, entry.with(recipients, r -> {
                Instant next = schedule.get().nextTry(r.tries() + 1, now, entry.arrived());
                return r.begun(peer(hop), now, next);
            }));
            int tries = entry.recipient(recipients.getFirst()).orElseThrow().tries() + 1;
            Logger.info("{}: try {} for {} recipients at {}", entry.id(), tries, recipients.size(), where(hop));
            return Optional.of(entry.envelope(recipients));
        } finally {
            job.lock.unlock();
        }
    }

    private Map<Address, Outcome> deliver(Hop hop, Envelope envelope) {
        try {
            return switch (hop) {
                case Hop.To(Peer peer) -> around.courier().deliver(peer, envelope, folder.eml(envelope.id()));
                case Hop.Exchangers(String domain) ->
                    around.exchangers().deliver(domain, envelope, folder.eml(envelope.id()));
                case Hop.Local() -> around.maildrops().deliver(envelope, folder.eml(envelope.id()));
                case Hop.None(Reply why) -> forAll(envelope, refusal(why));
            };
        } catch (RuntimeException e) {
            Logger.error(e, "{}: an unexpected fault in the delivery", envelope.id());
            String text = OneLine.of("an unexpected fault here: " + e);
            return forAll(envelope, Outcome.deferred(text));
        }
    }

    private static Outcome refusal(Reply why) {
        return why.isPermanent()
                ? new Outcome.Unfit(why)
                : new Outcome.Deferred("there is no way at the moment: " + why, Optional.of(why));
    }

    private static Map<Address, Outcome> forAll(Envelope envelope, Outcome outcome) {
        return envelope.addresses().stream().collect(Collectors.toMap(Function.identity(), address -> outcome));
    }

    private static Optional<HostPort> peer(Hop hop) {
        return switch (hop) {
            case Hop.To(Peer peer) -> Optional.of(peer.place());
            // Which of them it will be is not known yet. This has a place in the envelope file, and so none in
            // brackets.
            case Hop.Exchangers(String domain) -> Optional.of(new HostPort(hostOf(domain), SMTP_PORT));
            case Hop.Local() -> Optional.empty();
            case Hop.None none -> Optional.empty();
        };
    }

    private static String hostOf(String domain) {
        return Address.POSTMASTER
                .at(domain)
                .literal()
                .map(InetAddress::getHostAddress)
                .orElse(domain);
    }

    private static String where(Hop hop) {
        return switch (hop) {
            case Hop.To(Peer peer) -> peer.place().toString();
            case Hop.Exchangers(String domain) -> "the mail exchangers of " + domain;
            case Hop.Local() -> "this server";
            case Hop.None none -> "nowhere, there is no way";
        };
    }
}
