package mailserver.queue;

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
import mailserver.smtp.Outcome;
import mailserver.wire.LogLine;
import org.tinylog.Logger;

/**
 * Walks a lane: takes one errand after the other and carries it to the hop, all over one connection while that stands. Each outcome
 * is written down before the next message is begun.
 */
final class LaneWorker {
    /** RFC 5321 §3.8: not the message, the server. */
    private static final int SERVICE_CLOSES = 421;

    private static final Outcome BROKE_OFF = Outcome.deferred("it broke off");

    private final Lanes lanes;
    private final Attempts attempts;
    private final Courier courier;
    private final Supplier<Schedule> schedule;
    private final Jitter jitter;
    private final InstantSource clock;

    LaneWorker(
            Lanes lanes,
            Attempts attempts,
            Courier courier,
            Supplier<Schedule> schedule,
            Jitter jitter,
            InstantSource clock) {
        this.lanes = lanes;
        this.attempts = attempts;
        this.courier = courier;
        this.schedule = schedule;
        this.jitter = jitter;
        this.clock = clock;
    }

    void walk(Lane lane) {
        Optional<Courier.Carriage> carriage = Optional.empty();
        int carried = 0;
        long first = lanes.troubles().lessons(lane);
        // Before the errand is taken: what another worker learns from then on, this one has not learned itself.
        long lessons = first;
        try {
            Optional<Errand> errand = lanes.next(lane, carried, first);
            while (errand.isPresent()) {
                carriage = carry(lane, errand.get(), carriage, lessons);
                carried = carriage.isPresent() ? carried + 1 : 0;
                lessons = lanes.troubles().lessons(lane);
                errand = lanes.next(lane, carried, first);
            }
        } finally {
            try {
                carriage.ifPresent(Courier.Carriage::close);
            } finally {
                lanes.left(lane);
            }
        }
    }

    /** @return what the next message can go with */
    private Optional<Courier.Carriage> carry(
            Lane lane, Errand errand, Optional<Courier.Carriage> standing, long lessons) {
        Optional<Envelope> envelope = attempts.begin(errand);
        if (envelope.isEmpty()) {
            return standing;
        }
        try {
            return carry(lane, errand, envelope.get(), standing, lessons);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // Or it would count as under way, and nobody would look at it until the next start.
            attempts.ended(errand);
            throw e;
        }
    }

    private Optional<Courier.Carriage> carry(
            Lane lane, Errand errand, Envelope envelope, Optional<Courier.Carriage> standing, long lessons) {
        Optional<Courier.Carriage> carriage = standing;
        Optional<Courier.Trip.Failed> failed = Optional.empty();
        if (carriage.isEmpty()) {
            switch (setOut(lane.hop())) {
                case Courier.Trip.Arrived arrived -> carriage = Optional.of(arrived.carriage());
                case Courier.Trip.Failed trip -> failed = Optional.of(trip);
            }
        }
        Map<Address, Outcome> outcomes = failed.isPresent()
                ? Outcome.forAll(envelope.addresses(), failed.get().meaning(envelope))
                : attempts.deliver(carriage.orElseThrow(), envelope);
        // Once may have been the hop's end, and a probe finds out when it is back. Twice may be the message's doing.
        var brokeOff = new Courier.Trip.Failed(BROKE_OFF, errand.job().hasBrokenOff(), Set.of());
        Optional<Trouble> trouble = learn(lane, lessons, outcomes.values(), failed, brokeOff);
        attempts.settle(errand, envelope, outcomes, trouble, failed);
        Optional<Courier.Carriage> spent = carriage.filter(used -> !used.isOpen());
        spent.ifPresent(Courier.Carriage::close);
        return spent.isPresent() ? Optional.empty() : carriage;
    }

    private Courier.Trip setOut(Hop hop) {
        try {
            return courier.setOut(hop);
        } catch (RuntimeException e) {
            Logger.error(e, "queue: an unexpected fault on the way to {}", hop.inWords());
            return new Courier.Trip.Failed(
                    Outcome.deferred(OneLine.of("an unexpected fault here: " + e)), false, Set.of());
        }
    }

    /**
     * A hop that said anything of a message is there; one that broke off without a word for anybody, or closes, is not. The fault
     * may yet be the message's: therefore another one goes first the next time, and this one stays apart.
     *
     * @return what keeps mail from the hop, if it was the hop's fault
     */
    private Optional<Trouble> learn(
            Lane lane,
            long lessons,
            Collection<Outcome> outcomes,
            Optional<Courier.Trip.Failed> failed,
            Courier.Trip.Failed brokeOff) {
        if (!lane.hop().isElsewhere()) {
            return Optional.empty();
        }
        Optional<String> silence = failed.isPresent() ? reason(failed.get()) : silence(outcomes);
        if (silence.isEmpty()) {
            if (failed.isEmpty()) {
                lanes.troubles().found(lane);
            }
            return Optional.empty();
        }
        Courier.Trip.Failed trip = failed.orElse(brokeOff);
        Instant now = clock.instant();
        Trouble known = lanes.troubles().failed(lane, lessons, before -> {
            int failures = before.map(Trouble::failures).orElse(0) + 1;
            return Trouble.after(
                    before, now, jitter.of(schedule.get().pause(failures)), OneLine.of(silence.get()), trip);
        });
        Logger.info(LogLine.ofHop(lane.hop().inWords())
                .with("since", known.since().truncatedTo(ChronoUnit.SECONDS))
                .with("next", known.nextTry().truncatedTo(ChronoUnit.SECONDS))
                .status("down", known.why()));
        return Optional.of(known);
    }

    private static Optional<String> reason(Courier.Trip.Failed trip) {
        return trip.outcome() instanceof Outcome.Deferred deferred ? Optional.of(deferred.why()) : Optional.empty();
    }

    /** What became of everybody, if nobody got a word of the hop's own. */
    private static Optional<String> silence(Collection<Outcome> outcomes) {
        List<String> silences = outcomes.stream().flatMap(LaneWorker::word).toList();
        if (silences.size() < outcomes.size()) {
            return Optional.empty();
        }
        return Optional.of(silences.isEmpty() ? "it said nothing" : silences.getFirst());
    }

    /** Why it is deferred, where that is not in reply to the message. */
    private static Stream<String> word(Outcome outcome) {
        return outcome instanceof Outcome.Deferred deferred
                        && deferred.reply()
                                .filter(reply -> reply.code() != SERVICE_CLOSES)
                                .isEmpty()
                ? Stream.of(deferred.why())
                : Stream.empty();
    }

    /** A lane whose time has come: perhaps its hop is back. */
    void look(Lane lane) {
        if (lanes.troubles().look(lane) && answers(lane.hop())) {
            Logger.info(LogLine.ofHop(lane.hop().inWords()).status("up", "it answers again"));
            lanes.troubles().urge(one -> one == lane);
        }
    }

    private boolean answers(Hop hop) {
        try {
            return courier.answers(hop);
        } catch (RuntimeException e) {
            Logger.error(e, "queue: an unexpected fault at a probe of {}", hop.inWords());
            return false;
        }
    }
}
