package mailserver.queue;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** How the hops are: what was learned of each by those who went there, and when one that is in {@link Trouble} is to be asked again. */
final class LaneTroubles {
    private final ReentrantLock lock;
    private final Turns turns;
    private final BiConsumer<Object, Optional<Instant>> remind;
    private final InstantSource clock;

    /** Some lane has been in trouble since the last time that all was well. */
    private volatile boolean troubled;

    /**
     * @param lock   that of {@link Lanes}, which this shares
     * @param remind puts down when a lane is to be looked at
     */
    LaneTroubles(ReentrantLock lock, Turns turns, BiConsumer<Object, Optional<Instant>> remind, InstantSource clock) {
        this.lock = lock;
        this.turns = turns;
        this.remind = remind;
        this.clock = clock;
    }

    long lessons(Lane lane) {
        lock.lock();
        try {
            return lane.lessons;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody at the hop has answered. */
    void found(Lane lane) {
        lock.lock();
        try {
            lane.lessons++;
            if (lane.trouble.isPresent()) {
                lane.trouble = Optional.empty();
                lane.asked = false;
                remind(lane);
                troubled = turns.lanes().stream().anyMatch(one -> one.trouble.isPresent());
            }
            if (lane.proven) {
                turns.dispatch(lane);
            } else {
                turns.proven(lane, true);
                turns.dispatch();
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
    Trouble failed(Lane lane, long lessons, Function<Optional<Trouble>, Trouble> next) {
        lock.lock();
        try {
            if (lane.trouble.isEmpty() || lane.lessons == lessons) {
                turns.proven(lane, false);
                lane.lessons++;
                troubled = true;
                lane.trouble = Optional.of(next.apply(lane.trouble));
                remind(lane);
            }
            return lane.trouble.get();
        } finally {
            lock.unlock();
        }
    }

    /** Looks at a lane whose time has come. True when the hop is to be probed. */
    boolean look(Lane lane) {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (lane.trouble.isEmpty()) {
                turns.dispatch();
                if (!turns.hasGoer(lane)) {
                    remind(lane);
                }
                return false;
            }
            Trouble trouble = lane.trouble.get();
            if (!trouble.nextTry().isAfter(now)) {
                turns.dispatch();
                return false;
            }
            boolean probes = trouble.probing() && !trouble.nextProbe().isAfter(now);
            if (probes) {
                lane.trouble = Optional.of(trouble.probed(now));
            }
            remind(lane);
            return probes;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the next message go to these hops at once. */
    void urge(Predicate<Lane> which) {
        change(which, trouble -> trouble.dueAt(clock.instant()));
    }

    /** Probes those hops at once that should be where somebody called from. */
    void heardFrom(InetAddress address) {
        if (!troubled) {
            // Each connection comes by here, and mostly all is well.
            return;
        }
        change(
                lane -> lane.trouble
                        .filter(trouble -> trouble.addresses().contains(address))
                        .isPresent(),
                trouble -> trouble.hopeful(clock.instant()));
    }

    private void change(Predicate<Lane> which, UnaryOperator<Trouble> how) {
        lock.lock();
        try {
            for (Lane lane : turns.lanes()) {
                if (lane.trouble.isPresent() && which.test(lane)) {
                    lane.trouble = lane.trouble.map(how);
                    remind(lane);
                }
            }
            turns.dispatch();
        } finally {
            lock.unlock();
        }
    }

    Optional<Trouble> trouble(Hop hop) {
        lock.lock();
        try {
            return turns.lane(hop).flatMap(lane -> lane.trouble);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the troubles of hops that nothing waits for. */
    void sweep() {
        lock.lock();
        try {
            for (Lane lane : turns.lanes()) {
                if (lane.ready.isEmpty() && lane.workers == 0) {
                    lane.trouble = Optional.empty();
                    remind(lane);
                    turns.forget(lane);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Puts down when the lane is to be looked at next. Called with the lock held. */
    void remind(Lane lane) {
        remind.accept(lane, lane.nextLook());
    }
}
