package mailserver.queue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import mailserver.config.HostPort;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.smtp.Outcome;
import mailserver.smtp.Reply;

/** A courier that does one listed step for each attempt, and the last one for ever. */
final class ScriptedCourier implements Courier {
    static final Outcome OK = new Outcome.Delivered(Reply.of(250, 0, 0, "ok"), false);
    static final Outcome BUSY = new Outcome.Deferred("at RCPT", Optional.of(Reply.of(450, 2, 1, "busy")));
    static final Outcome DOWN = new Outcome.Deferred("connection refused", Optional.empty());
    static final Outcome NO = new Outcome.Refused(Reply.of(550, 1, 1, "no such user"));

    /** What happens to one attempt. */
    sealed interface Step {
        record All(Outcome outcome) implements Step {}

        record Each(Map<Address, Outcome> outcomes) implements Step {}

        record Throw(RuntimeException what) implements Step {}

        /** Hangs until there is a permit, then delivers. */
        record Hang(Semaphore until) implements Step {}
    }

    record Attempt(HostPort hop, List<Address> recipients) {}

    final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

    ScriptedCourier(Step... steps) {
        this.steps.addAll(List.of(steps));
    }

    static ScriptedCourier of(Outcome... outcomes) {
        var courier = new ScriptedCourier();
        courier.then(outcomes);
        return courier;
    }

    /** What comes after the steps that are listed. */
    void then(Outcome... outcomes) {
        for (Outcome outcome : outcomes) {
            steps.add(new Step.All(outcome));
        }
    }

    /** What a probe finds. */
    volatile boolean answering;

    final AtomicInteger probes = new AtomicInteger();
    final AtomicInteger journeys = new AtomicInteger();

    @Override
    public Trip setOut(Hop hop) {
        if (!hop.isElsewhere()) {
            return new Trip.Arrived(new Way(hop, envelope -> all(envelope, OK)));
        }
        journeys.incrementAndGet();
        boolean down = steps.peek() instanceof Step.All(Outcome outcome) && outcome.equals(DOWN);
        if (down) {
            next();
            attempts.add(new Attempt(hop.place().orElseThrow(), List.of()));
            return new Trip.Failed(DOWN, false, Set.of(InetAddress.getLoopbackAddress()));
        }
        return new Trip.Arrived(new Way(hop, envelope -> deliver(hop, envelope)));
    }

    @Override
    public boolean answers(Hop hop) {
        probes.incrementAndGet();
        return answering;
    }

    /** A way that stays open. */
    record Way(Hop hop, Function<Envelope, Map<Address, Outcome>> does) implements Carriage {
        @Override
        public Map<Address, Outcome> deliver(Envelope envelope, Path eml) {
            return does.apply(envelope);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private Step next() {
        return steps.size() > 1 ? steps.poll() : steps.peek();
    }

    private Map<Address, Outcome> deliver(Hop hop, Envelope envelope) {
        attempts.add(new Attempt(hop.place().orElseThrow(), envelope.addresses()));
        return switch (next()) {
            case Step.All(Outcome outcome) -> all(envelope, outcome);
            case Step.Each(Map<Address, Outcome> outcomes) -> outcomes;
            case Step.Throw(RuntimeException what) -> throw what;
            case Step.Hang(Semaphore until) -> {
                until.acquireUninterruptibly();
                yield all(envelope, OK);
            }
        };
    }

    static Map<Address, Outcome> all(Envelope envelope, Outcome outcome) {
        return envelope.addresses().stream().collect(Collectors.toMap(Function.identity(), a -> outcome));
    }
}
