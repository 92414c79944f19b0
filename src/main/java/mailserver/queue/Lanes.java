package mailserver.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A lane for each next hop. Who may go, and when, is decided here, for all lanes together:
 *
 * <ul>
 *   <li>A hop that is not known to be there gets one worker; when that has met somebody, as many as {@code per_peer} allows. So a
 *       peer that hangs holds up one connection, not all of them, and a hundred thousand messages for a dead one cost what one costs.
 *   <li>While a hop is in {@link Trouble} its mail stands in its lane, and no file and no socket is touched for it.
 *   <li>Lanes take turns: the one that got a worker goes to the end of the line, and a worker gives its connection back after some
 *       messages while others wait for one. Hops that are only being tried get half of all connections at the most.
 * </ul>
 */
final class Lanes {
    /** Messages over one connection, at the most. */
    static final int MOST_AT_ONCE = 100;
    /** The same while other lanes wait for a connection. */
    private static final int TURN = 10;
    /** An open connection waits so long for more: a TLS handshake costs more than that is worth. Real time, as sockets have. */
    private static final Duration REST = Duration.ofMillis(500);

    /** How lanes are moved. The first starts a worker in a lane; the second puts down when a lane is to be looked at. */
    record Movers(Consumer<Lane> start, BiConsumer<Object, Optional<Instant>> remind) {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Turns turns;
    private final LaneTroubles troubles;

    Lanes(Supplier<RelaySettings> settings, InstantSource clock, Movers movers) {
        this.clock = clock;
        this.turns = new Turns(settings, clock, movers.start());
        this.troubles = new LaneTroubles(lock, turns, movers.remind(), clock);
    }

    /** How the hops are, under the same lock. */
    LaneTroubles troubles() {
        return troubles;
    }

    /** Begins to send workers out. */
    void open() {
        lock.lock();
        try {
            turns.open();
        } finally {
            lock.unlock();
        }
    }

    void submit(Errand errand) {
        lock.lock();
        try {
            Lane lane = turns.laneFor(errand.hop());
            lane.ready.add(errand);
            if (lane.resting > 0) {
                news.signalAll();
            }
            // Those that rest may be fewer than what came since they were told.
            turns.dispatch(lane);
            troubles.remind(lane);
        } finally {
            lock.unlock();
        }
    }

    /** Takes an errand out that no worker has yet. False when one has. */
    boolean withdraw(Errand errand) {
        lock.lock();
        try {
            return turns.lane(errand.hop())
                    .filter(lane -> lane.ready.remove(errand))
                    .isPresent();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all of a job's errands out that no worker has yet. Called with the job's lock held. */
    void callBack(Job job) {
        job.errands().stream().filter(this::withdraw).toList().forEach(job::remove);
    }

    /** What waits, in all lanes. */
    List<Errand> waiting() {
        lock.lock();
        try {
            return turns.lanes().stream().flatMap(lane -> lane.ready.stream()).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next errand for a worker, who may have to wait for it a moment.
     *
     * @param carried how many this worker has carried over its present connection
     * @param lessons what was known of the hop when this worker set out: should it have learned of trouble since, it is another one's
     *     turn to find out whether that is over
     * @return empty when it is to go home
     */
    Optional<Errand> next(Lane lane, int carried, long lessons) {
        lock.lock();
        try {
            if (!turns.hasGoer(lane) && carried > 0 && !turns.othersWait() && !turns.isClosed()) {
                rest(lane);
            }
            boolean enough = carried >= MOST_AT_ONCE || carried >= TURN && turns.othersWait();
            boolean barred = lane.trouble
                    .filter(trouble ->
                            lane.lessons != lessons || trouble.nextTry().isAfter(clock.instant()))
                    .isPresent();
            if (turns.isClosed() || enough || barred || !turns.hasGoer(lane)) {
                return Optional.empty();
            }
            return Optional.ofNullable(lane.ready.pollFirst());
        } finally {
            lock.unlock();
        }
    }

    private void rest(Lane lane) {
        lane.resting++;
        try {
            long left = REST.toNanos();
            while (!turns.hasGoer(lane) && left > 0 && !turns.isClosed() && !turns.othersWait()) {
                left = news.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lane.resting--;
        }
    }

    /** A worker is at home. */
    void left(Lane lane) {
        lock.lock();
        try {
            turns.left(lane);
            turns.forget(lane);
            turns.dispatch();
            troubles.remind(lane);
        } finally {
            lock.unlock();
        }
    }

    /** A view of each lane, as it is now. */
    <T> List<T> map(Function<Lane, T> view) {
        lock.lock();
        try {
            var views = new ArrayList<T>();
            turns.lanes().forEach(lane -> views.add(view.apply(lane)));
            return views;
        } finally {
            lock.unlock();
        }
    }

    /** Other limits may hold by now. */
    void limitsChanged() {
        lock.lock();
        try {
            turns.dispatch();
        } finally {
            lock.unlock();
        }
    }

    /** Sends nobody out any more. */
    void close() {
        lock.lock();
        try {
            turns.close();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
