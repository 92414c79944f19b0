package mailserver.queue.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mailserver.queue.NextHop;
import mailserver.queue.RelaySettings;

/**
 * Whose turn it is: starts workers where there is work and a connection to spare, hop queue after hop queue. It has no lock of its own; that of
 * {@link NextHopQueues} is held by whoever calls.
 */
final class FairScheduler {
    private final Supplier<RelaySettings> settings;
    private final InstantSource clock;
    private final Consumer<NextHopQueue> starter;
    /** In the order in which they get their turn. */
    private final Map<NextHop, NextHopQueue> hopQueues = new LinkedHashMap<>();

    /** What other nodes say of the same hops. */
    private final NextHopHints hints = new NextHopHints();

    private int workers;
    /** Workers in hop queues of hops that are only being tried. */
    private int tryingOut;
    /** Nobody is sent out. */
    private boolean closed = true;

    FairScheduler(Supplier<RelaySettings> settings, InstantSource clock, Consumer<NextHopQueue> starter) {
        this.settings = settings;
        this.clock = clock;
        this.starter = starter;
    }

    void open() {
        closed = false;
        dispatch();
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    NextHopHints hints() {
        return hints;
    }

    List<NextHopQueue> queues() {
        return new ArrayList<>(hopQueues.values());
    }

    Optional<NextHopQueue> queueOf(NextHop hop) {
        return Optional.ofNullable(hopQueues.get(hop));
    }

    NextHopQueue queueFor(NextHop hop) {
        return hopQueues.computeIfAbsent(hop, NextHopQueue::new);
    }

    void forget(NextHopQueue hopQueue) {
        if (hopQueue.isForgettable()) {
            hopQueues.remove(hopQueue.hop(), hopQueue);
        }
    }

    /** A worker is at home. */
    void left(NextHopQueue hopQueue) {
        hopQueue.workers--;
        workers--;
        if (!hopQueue.proven) {
            tryingOut--;
        }
        hopQueue.asked = false;
    }

    /** The hop answers, or does so no more. */
    void proven(NextHopQueue hopQueue, boolean is) {
        if (hopQueue.proven != is) {
            hopQueue.proven = is;
            tryingOut += is ? -hopQueue.workers : hopQueue.workers;
        }
    }

    /** Whether another hop queue has work and lacks nothing but a connection. */
    boolean othersWait() {
        return workers >= settings.get().limits().connections()
                && hopQueues.values().stream().anyMatch(hopQueue -> wantsWorker(hopQueue) && mayTryOut(hopQueue));
    }

    private boolean wantsWorker(NextHopQueue hopQueue) {
        if (!hasGoer(hopQueue)) {
            return false;
        }
        int perPeer = hints.share(hopQueue, settings.get().limits().perPeer());
        if (hopQueue.backoff.isPresent()) {
            // Another one may hang there yet, for minutes, from before it failed.
            return !hopQueue.asked
                    && hopQueue.workers < perPeer
                    && !hopQueue.backoff.get().nextTry().isAfter(clock.instant());
        }
        int most = hopQueue.proven ? perPeer : 1;
        return hopQueue.workers < most && hopQueue.ready.size() > hopQueue.resting;
    }

    boolean hasGoer(NextHopQueue hopQueue) {
        // The clock is asked only where the answer depends on it.
        return !hopQueue.ready.isEmpty()
                && (hopQueue.ready.first().apart().equals(Instant.MIN) || hopQueue.hasGoer(clock.instant()));
    }

    /** Starts workers as long as there is work for one and a connection. */
    void dispatch() {
        int most = settings.get().limits().connections();
        boolean moved = true;
        while (moved && workers < most && !closed) {
            moved = false;
            Iterator<NextHopQueue> turn = hopQueues.values().iterator();
            while (turn.hasNext()) {
                NextHopQueue hopQueue = turn.next();
                if (mayStart(hopQueue)) {
                    turn.remove();
                    hopQueues.put(hopQueue.hop(), hopQueue);
                    start(hopQueue);
                    moved = true;
                    break;
                }
            }
        }
    }

    /** The same where nothing has changed but in this hop queue: there may be thousands of others. */
    void dispatch(NextHopQueue hopQueue) {
        while (mayStart(hopQueue)) {
            hopQueues.remove(hopQueue.hop());
            hopQueues.put(hopQueue.hop(), hopQueue);
            start(hopQueue);
        }
    }

    private boolean mayStart(NextHopQueue hopQueue) {
        return workers < settings.get().limits().connections()
                && !closed
                && wantsWorker(hopQueue)
                && mayTryOut(hopQueue);
    }

    private boolean mayTryOut(NextHopQueue hopQueue) {
        return hopQueue.proven
                || tryingOut < Math.max(1, settings.get().limits().connections() / 2);
    }

    private void start(NextHopQueue hopQueue) {
        hopQueue.asked = hopQueue.backoff.isPresent();
        hopQueue.workers++;
        workers++;
        if (!hopQueue.proven) {
            tryingOut++;
        }
        starter.accept(hopQueue);
    }
}
