package mailserver.queue.delivery;

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
import mailserver.config.value.HostPort;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.NextHop;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;

/** A delivery agent that does one listed step for each attempt, and the last one for ever. */
public final class ScriptedDeliveryAgent implements DeliveryAgent {
    public static final RecipientOutcome OK = new RecipientOutcome.Delivered(Reply.of(250, 0, 0, "ok"), false);
    public static final RecipientOutcome BUSY =
            new RecipientOutcome.Deferred("at RCPT", Optional.of(Reply.of(450, 2, 1, "busy")));
    public static final RecipientOutcome DOWN = new RecipientOutcome.Deferred("connection refused", Optional.empty());
    public static final RecipientOutcome NO = new RecipientOutcome.Refused(Reply.of(550, 1, 1, "no such user"));

    /** What happens to one attempt. */
    public sealed interface Step {
        record All(RecipientOutcome outcome) implements Step {}

        record Each(Map<Address, RecipientOutcome> outcomes) implements Step {}

        record Throw(RuntimeException what) implements Step {}

        /** Hangs until there is a permit, then delivers. */
        record Hang(Semaphore until) implements Step {}
    }

    public record Attempt(HostPort hop, List<Address> recipients) {}

    public final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

    public ScriptedDeliveryAgent(Step... steps) {
        this.steps.addAll(List.of(steps));
    }

    public static ScriptedDeliveryAgent of(RecipientOutcome... outcomes) {
        var agent = new ScriptedDeliveryAgent();
        agent.then(outcomes);
        return agent;
    }

    /** What comes after the steps that are listed. */
    public void then(RecipientOutcome... outcomes) {
        for (RecipientOutcome outcome : outcomes) {
            steps.add(new Step.All(outcome));
        }
    }

    /** One script for the hops whose name begins like this, another one for all others. */
    public static DeliveryAgent forHops(String prefix, DeliveryAgent those, DeliveryAgent others) {
        return new DeliveryAgent() {
            @Override
            public ConnectResult connect(NextHop hop) {
                return hop.inWords().startsWith(prefix) ? those.connect(hop) : others.connect(hop);
            }

            @Override
            public boolean answers(NextHop hop) {
                return false;
            }
        };
    }

    /** What a probe finds. */
    public volatile boolean answering;

    public final AtomicInteger probes = new AtomicInteger();
    public final AtomicInteger connects = new AtomicInteger();

    @Override
    public ConnectResult connect(NextHop hop) {
        if (!hop.isElsewhere()) {
            return new ConnectResult.Connected(new Way(hop, envelope -> all(envelope, OK)));
        }
        connects.incrementAndGet();
        boolean down = steps.peek() instanceof Step.All(RecipientOutcome outcome) && outcome.equals(DOWN);
        if (down) {
            next();
            attempts.add(new Attempt(hop.place().orElseThrow(), List.of()));
            return new ConnectResult.Failed(DOWN, false, Set.of(InetAddress.getLoopbackAddress()));
        }
        return new ConnectResult.Connected(new Way(hop, envelope -> deliver(hop, envelope)));
    }

    @Override
    public boolean answers(NextHop hop) {
        probes.incrementAndGet();
        return answering;
    }

    /** A way that stays open. */
    public record Way(NextHop hop, Function<Envelope, Map<Address, RecipientOutcome>> does) implements HopConnection {
        @Override
        public Map<Address, RecipientOutcome> deliver(Envelope envelope, Path eml) {
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

    private Map<Address, RecipientOutcome> deliver(NextHop hop, Envelope envelope) {
        attempts.add(new Attempt(hop.place().orElseThrow(), envelope.addresses()));
        return switch (next()) {
            case Step.All(RecipientOutcome outcome) -> all(envelope, outcome);
            case Step.Each(Map<Address, RecipientOutcome> outcomes) -> outcomes;
            case Step.Throw(RuntimeException what) -> throw what;
            case Step.Hang(Semaphore until) -> {
                until.acquireUninterruptibly();
                yield all(envelope, OK);
            }
        };
    }

    public static Map<Address, RecipientOutcome> all(Envelope envelope, RecipientOutcome outcome) {
        return envelope.addresses().stream().collect(Collectors.toMap(Function.identity(), a -> outcome));
    }
}
