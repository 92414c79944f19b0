package mailserver.queue.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.Jitter;
import mailserver.queue.NextHop;
import mailserver.queue.RetrySchedule;
import mailserver.smtp.RecipientOutcome;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/**
 * Walks a hop queue: takes one delivery task after the other and carries it to the hop, all over one connection while that stands. Each outcome
 * is written down before the next message is begun.
 */
public final class DeliveryWorker {
    /** RFC 5321 §3.8: not the message, the server. */
    private static final int SERVICE_CLOSES = 421;

    private static final RecipientOutcome BROKE_OFF = RecipientOutcome.deferred("it broke off");

    private final NextHopQueues hopQueues;
    private final Attempts attempts;
    private final DeliveryAgent agent;
    private final Supplier<RetrySchedule> schedule;
    private final Jitter jitter;
    private final InstantSource clock;

    public DeliveryWorker(
            NextHopQueues hopQueues,
            Attempts attempts,
            DeliveryAgent agent,
            Supplier<RetrySchedule> schedule,
            Jitter jitter,
            InstantSource clock) {
        this.hopQueues = hopQueues;
        this.attempts = attempts;
        this.agent = agent;
        this.schedule = schedule;
        this.jitter = jitter;
        this.clock = clock;
    }

    public void walk(NextHopQueue hopQueue) {
        Optional<DeliveryAgent.HopConnection> connection = Optional.empty();
        int sent = 0;
        long first = hopQueues.health().lessons(hopQueue);
        // Before the delivery task is taken: what another worker learns from then on, this one has not learned itself.
        long lessons = first;
        try {
            Optional<DeliveryTask> task = hopQueues.next(hopQueue, sent, first);
            while (task.isPresent()) {
                connection = carry(hopQueue, task.get(), connection, lessons);
                sent = connection.isPresent() ? sent + 1 : 0;
                lessons = hopQueues.health().lessons(hopQueue);
                task = hopQueues.next(hopQueue, sent, first);
            }
        } finally {
            try {
                connection.ifPresent(DeliveryAgent.HopConnection::close);
            } finally {
                hopQueues.left(hopQueue);
            }
        }
    }

    /** @return what the next message can go with */
    private Optional<DeliveryAgent.HopConnection> carry(
            NextHopQueue hopQueue, DeliveryTask task, Optional<DeliveryAgent.HopConnection> standing, long lessons) {
        Optional<Envelope> envelope = attempts.begin(task);
        if (envelope.isEmpty()) {
            return standing;
        }
        try {
            return carry(hopQueue, task, envelope.get(), standing, lessons);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // Or it would count as under way, and nobody would look at it until the next start.
            attempts.ended(task);
            throw e;
        }
    }

    private Optional<DeliveryAgent.HopConnection> carry(
            NextHopQueue hopQueue,
            DeliveryTask task,
            Envelope envelope,
            Optional<DeliveryAgent.HopConnection> standing,
            long lessons) {
        Optional<DeliveryAgent.HopConnection> connection = standing;
        Optional<DeliveryAgent.ConnectResult.Failed> failed = Optional.empty();
        if (connection.isEmpty()) {
            switch (connect(hopQueue.hop())) {
                case DeliveryAgent.ConnectResult.Connected arrived -> connection = Optional.of(arrived.connection());
                case DeliveryAgent.ConnectResult.Failed trip -> failed = Optional.of(trip);
            }
        }
        Map<Address, RecipientOutcome> outcomes = failed.isPresent()
                ? RecipientOutcome.forAll(envelope.addresses(), failed.get().meaning(envelope))
                : attempts.deliver(connection.orElseThrow(), envelope);
        // Once may have been the hop's end, and a probe finds out when it is back. Twice may be the message's doing.
        var brokeOff =
                new DeliveryAgent.ConnectResult.Failed(BROKE_OFF, task.queued().hasBrokenOff(), Set.of());
        Optional<NextHopBackoff> backoff = learn(hopQueue, lessons, outcomes.values(), failed, brokeOff);
        attempts.settle(task, envelope, outcomes, backoff, failed);
        Optional<DeliveryAgent.HopConnection> spent = connection.filter(used -> !used.isOpen());
        spent.ifPresent(DeliveryAgent.HopConnection::close);
        return spent.isPresent() ? Optional.empty() : connection;
    }

    private DeliveryAgent.ConnectResult connect(NextHop hop) {
        try {
            return agent.connect(hop);
        } catch (RuntimeException e) {
            Logger.error(e, "queue: an unexpected fault on the way to {}", hop.inWords());
            return new DeliveryAgent.ConnectResult.Failed(
                    RecipientOutcome.deferred(OneLine.of("an unexpected fault here: " + e)), false, Set.of());
        }
    }

    /**
     * A hop that said anything of a message is there; one that broke off without a word for anybody, or closes, is not. The fault
     * may yet be the message's: therefore another one goes first the next time, and this one stays apart.
     *
     * @return what keeps mail from the hop, if it was the hop's fault
     */
    private Optional<NextHopBackoff> learn(
            NextHopQueue hopQueue,
            long lessons,
            Collection<RecipientOutcome> outcomes,
            Optional<DeliveryAgent.ConnectResult.Failed> failed,
            DeliveryAgent.ConnectResult.Failed brokeOff) {
        if (!hopQueue.hop().isElsewhere()) {
            return Optional.empty();
        }
        Optional<String> silence = failed.isPresent() ? reason(failed.get()) : silence(outcomes);
        if (silence.isEmpty()) {
            if (failed.isEmpty()) {
                hopQueues.health().found(hopQueue);
            }
            return Optional.empty();
        }
        DeliveryAgent.ConnectResult.Failed trip = failed.orElse(brokeOff);
        Instant now = clock.instant();
        NextHopBackoff known = hopQueues.health().failed(hopQueue, lessons, before -> {
            int failures = before.map(NextHopBackoff::failures).orElse(0) + 1;
            return NextHopBackoff.after(
                    before, now, jitter.of(schedule.get().pause(failures)), OneLine.of(silence.get()), trip);
        });
        Logger.info(LogLine.ofHop(hopQueue.hop().inWords())
                .with("since", known.since().truncatedTo(ChronoUnit.SECONDS))
                .with("next", known.nextTry().truncatedTo(ChronoUnit.SECONDS))
                .status("down", known.why()));
        return Optional.of(known);
    }

    private static Optional<String> reason(DeliveryAgent.ConnectResult.Failed trip) {
        return trip.outcome() instanceof RecipientOutcome.Deferred deferred
                ? Optional.of(deferred.why())
                : Optional.empty();
    }

    /** What became of everybody, if nobody got a word of the hop's own. */
    private static Optional<String> silence(Collection<RecipientOutcome> outcomes) {
        List<String> silences = outcomes.stream().flatMap(DeliveryWorker::word).toList();
        if (silences.size() < outcomes.size()) {
            return Optional.empty();
        }
        return Optional.of(silences.isEmpty() ? "it said nothing" : silences.getFirst());
    }

    /** Why it is deferred, where that is not in reply to the message. */
    private static Stream<String> word(RecipientOutcome outcome) {
        return outcome instanceof RecipientOutcome.Deferred deferred
                        && deferred.reply()
                                .filter(reply -> reply.code() != SERVICE_CLOSES)
                                .isEmpty()
                ? Stream.of(deferred.why())
                : Stream.empty();
    }

    /** A hop queue whose time has come: perhaps its hop is back. */
    public void look(NextHopQueue hopQueue) {
        if (hopQueues.health().look(hopQueue) && answers(hopQueue.hop())) {
            Logger.info(LogLine.ofHop(hopQueue.hop().inWords()).status("up", "it answers again"));
            hopQueues.health().urge(one -> one == hopQueue);
        }
    }

    private boolean answers(NextHop hop) {
        try {
            return agent.answers(hop);
        } catch (RuntimeException e) {
            Logger.error(e, "queue: an unexpected fault at a probe of {}", hop.inWords());
            return false;
        }
    }
}
