package mailserver.queue;

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

/**
 * Whose turn it is: starts workers where there is work and a connection to spare, lane after lane. It has no lock of its own; that of
 * {@link Lanes} is held by whoever calls.
 */
final class Turns {
    private final Supplier<RelaySettings> settings;
    private final InstantSource clock;
    private final Consumer<Lane> starter;
    /** In the order in which they get their turn. */
    private final Map<Hop, Lane> lanes = new LinkedHashMap<>();

    private int workers;
    /** Workers in lanes of hops that are only being tried. */
    private int scouts;
    /** Nobody is sent out. */
    private boolean closed = true;

    Turns(Supplier<RelaySettings> settings, InstantSource clock, Consumer<Lane> starter) {
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

    List<Lane> lanes() {
        return new ArrayList<>(lanes.values());
    }

    Optional<Lane> lane(Hop hop) {
        return Optional.ofNullable(lanes.get(hop));
    }

    Lane laneFor(Hop hop) {
        return lanes.computeIfAbsent(hop, Lane::new);
    }

    void forget(Lane lane) {
        if (lane.isForgettable()) {
            lanes.remove(lane.hop(), lane);
        }
    }

    /** A worker is at home. */
    void left(Lane lane) {
        lane.workers--;
        workers--;
        if (!lane.proven) {
            scouts--;
        }
        lane.asked = false;
    }

    /** The hop answers, or does so no more. */
    void proven(Lane lane, boolean is) {
        if (lane.proven != is) {
            lane.proven = is;
            scouts += is ? -lane.workers : lane.workers;
        }
    }

    /** Whether another lane has work and lacks nothing but a connection. */
    boolean othersWait() {
        return workers >= settings.get().limits().connections()
                && lanes.values().stream().anyMatch(lane -> wantsWorker(lane) && mayScout(lane));
    }

    private boolean wantsWorker(Lane lane) {
        if (!hasGoer(lane)) {
            return false;
        }
        int perPeer = settings.get().limits().perPeer();
        if (lane.trouble.isPresent()) {
            // Another one may hang there yet, for minutes, from before it failed.
            return !lane.asked
                    && lane.workers < perPeer
                    && !lane.trouble.get().nextTry().isAfter(clock.instant());
        }
        int most = lane.proven ? perPeer : 1;
        return lane.workers < most && lane.ready.size() > lane.resting;
    }

    boolean hasGoer(Lane lane) {
        // The clock is asked only where the answer depends on it.
        return !lane.ready.isEmpty()
                && (lane.ready.first().apart().equals(Instant.MIN) || lane.hasGoer(clock.instant()));
    }

    /** Starts workers as long as there is work for one and a connection. */
    void dispatch() {
        int most = settings.get().limits().connections();
        boolean moved = true;
        while (moved && workers < most && !closed) {
            moved = false;
            Iterator<Lane> turn = lanes.values().iterator();
            while (turn.hasNext()) {
                Lane lane = turn.next();
                if (mayStart(lane)) {
                    turn.remove();
                    lanes.put(lane.hop(), lane);
                    start(lane);
                    moved = true;
                    break;
                }
            }
        }
    }

    /** The same where nothing has changed but in this lane: there may be thousands of others. */
    void dispatch(Lane lane) {
        while (mayStart(lane)) {
            lanes.remove(lane.hop());
            lanes.put(lane.hop(), lane);
            start(lane);
        }
    }

    private boolean mayStart(Lane lane) {
        return workers < settings.get().limits().connections() && !closed && wantsWorker(lane) && mayScout(lane);
    }

    private boolean mayScout(Lane lane) {
        return lane.proven || scouts < Math.max(1, settings.get().limits().connections() / 2);
    }

    private void start(Lane lane) {
        lane.asked = lane.trouble.isPresent();
        lane.workers++;
        workers++;
        if (!lane.proven) {
            scouts++;
        }
        starter.accept(lane);
    }
}
