package mailserver.queue.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import mailserver.queue.NextHop;

/** How the hops are: what was learned of each by those who went there, and when one that is in {@link NextHopBackoff} is to be asked again. */
public final class NextHopHealth {
    private final ReentrantLock lock;
    private final FairScheduler scheduler;
    private final BiConsumer<Object, Optional<Instant>> remind;
    private final InstantSource clock;

    /** Some hop queue has been in trouble since the last time that all was well. */
    private volatile boolean anyDown;

    /**
     * @param lock   that of {@link NextHopQueues}, which this shares
     * @param remind puts down when a hop queue is to be looked at
     */
    NextHopHealth(
            ReentrantLock lock,
            FairScheduler scheduler,
            BiConsumer<Object, Optional<Instant>> remind,
            InstantSource clock) {
        this.lock = lock;
        this.scheduler = scheduler;
        this.remind = remind;
        this.clock = clock;
    }

    long lessons(NextHopQueue hopQueue) {
        lock.lock();
        try {
            return hopQueue.lessons;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody at the hop has answered. */
    void found(NextHopQueue hopQueue) {
        lock.lock();
        try {
            hopQueue.lessons++;
            if (hopQueue.backoff.isPresent()) {
                hopQueue.backoff = Optional.empty();
                hopQueue.asked = false;
                remind(hopQueue);
                anyDown = scheduler.queues().stream().anyMatch(one -> one.backoff.isPresent());
            }
            if (hopQueue.proven) {
                scheduler.dispatch(hopQueue);
            } else {
                scheduler.proven(hopQueue, true);
                scheduler.dispatch();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * No mail could be brought to the hop.
     *
     * @param lessons what was known of it when the attempt began: should more be known now, another worker was faster
     * @param next    makes of the trouble before that of now
     * @return what is known now
     */
    NextHopBackoff failed(
            NextHopQueue hopQueue, long lessons, Function<Optional<NextHopBackoff>, NextHopBackoff> next) {
        lock.lock();
        try {
            if (hopQueue.backoff.isEmpty() || hopQueue.lessons == lessons) {
                scheduler.proven(hopQueue, false);
                hopQueue.lessons++;
                anyDown = true;
                hopQueue.backoff = Optional.of(next.apply(hopQueue.backoff));
                remind(hopQueue);
            }
            return hopQueue.backoff.get();
        } finally {
            lock.unlock();
        }
    }

    /** Looks at a hop queue whose time has come. True when the hop is to be probed. */
    boolean look(NextHopQueue hopQueue) {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (hopQueue.backoff.isEmpty()) {
                scheduler.dispatch();
                if (!scheduler.hasGoer(hopQueue)) {
                    remind(hopQueue);
                }
                return false;
            }
            NextHopBackoff backoff = hopQueue.backoff.get();
            if (!backoff.nextTry().isAfter(now)) {
                scheduler.dispatch();
                return false;
            }
            boolean probes = backoff.probing() && !backoff.nextProbe().isAfter(now);
            if (probes) {
                hopQueue.backoff = Optional.of(backoff.probed(now));
            }
            remind(hopQueue);
            return probes;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the next message go to these hops at once. */
    public void urge(Predicate<NextHopQueue> which) {
        change(which, backoff -> backoff.dueAt(clock.instant()));
    }

    /** Probes those hops at once that should be where somebody called from. */
    public void heardFrom(InetAddress address) {
        if (!anyDown) {
            // Each connection comes by here, and mostly all is well.
            return;
        }
        change(
                hopQueue -> hopQueue.backoff
                        .filter(backoff -> backoff.addresses().contains(address))
                        .isPresent(),
                backoff -> backoff.hopeful(clock.instant()));
    }

    /** What this node lets others know: the hops that it has connections to, and those that it has found to be down. */
    public List<NextHopHint> hints() {
        lock.lock();
        try {
            Instant now = clock.instant();
            var hints = new ArrayList<NextHopHint>();
            for (NextHopQueue hopQueue : scheduler.queues()) {
                Optional<NextHopBackoff> own = hopQueue.backoff.filter(NextHopBackoff::isOwn);
                if (hopQueue.hop().isElsewhere() && (own.isPresent() || hopQueue.workers > 0)) {
                    hints.add(new NextHopHint(
                            hopQueue.hop().inWords(),
                            hopQueue.workers > 0,
                            own.map(backoff -> Duration.between(now, backoff.nextTry()))
                                    .map(wait -> wait.isNegative() ? Duration.ZERO : wait),
                            own.map(NextHopBackoff::why).orElse("")));
                }
            }
            hints.sort(Comparator.comparing(NextHopHint::hop));
            return hints;
        } finally {
            lock.unlock();
        }
    }

    /** The same from another node, as it is now. A hop that it calls down no more is tried here, too. */
    public void hear(String node, List<NextHopHint> told) {
        Set<String> back;
        lock.lock();
        try {
            back = scheduler.hints().hear(node, told, clock.instant());
            scheduler.queues().forEach(this::recall);
            // Others may have left a hop to us.
            scheduler.dispatch();
        } finally {
            lock.unlock();
        }
        if (!back.isEmpty()) {
            urge(hopQueue -> back.contains(hopQueue.hop().inWords()));
        }
    }

    /** Of a hop of which nothing is known here, what others say of it is believed until their next try. Called with the lock held. */
    void recall(NextHopQueue hopQueue) {
        boolean unknown = hopQueue.backoff.isEmpty() && !hopQueue.proven && hopQueue.workers == 0;
        if (unknown && !scheduler.hints().isEmpty()) {
            Instant now = clock.instant();
            hopQueue.backoff =
                    scheduler.hints().down(hopQueue.hop().inWords(), now).map(down -> NextHopBackoff.told(now, down));
            anyDown |= hopQueue.backoff.isPresent();
            remind(hopQueue);
        }
    }

    private void change(Predicate<NextHopQueue> which, UnaryOperator<NextHopBackoff> how) {
        lock.lock();
        try {
            for (NextHopQueue hopQueue : scheduler.queues()) {
                if (hopQueue.backoff.isPresent() && which.test(hopQueue)) {
                    hopQueue.backoff = hopQueue.backoff.map(how);
                    remind(hopQueue);
                }
            }
            scheduler.dispatch();
        } finally {
            lock.unlock();
        }
    }

    public Optional<NextHopBackoff> trouble(NextHop hop) {
        lock.lock();
        try {
            return scheduler.queueOf(hop).flatMap(hopQueue -> hopQueue.backoff);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the troubles of hops that nothing waits for. */
    public void sweep() {
        lock.lock();
        try {
            for (NextHopQueue hopQueue : scheduler.queues()) {
                if (hopQueue.ready.isEmpty() && hopQueue.workers == 0) {
                    hopQueue.backoff = Optional.empty();
                    remind(hopQueue);
                    scheduler.forget(hopQueue);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Puts down when the hop queue is to be looked at next. Called with the lock held. */
    void remind(NextHopQueue hopQueue) {
        remind.accept(hopQueue, hopQueue.nextLook());
    }
}
