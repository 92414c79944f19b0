package mailserver.queue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lane for each next hop, with a few deliveries at a time in each: a peer that hangs holds up its own lane only, and a peer
 * that is slow isn't overrun. A lane's threads come when there is work and go when there is none.
 */
final class Lanes {
    static final int ABREAST = 4;

    private static final class Lane {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }

    private final Crew crew;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Hop, Lane> lanes = new HashMap<>();

    Lanes(Crew crew) {
        this.crew = crew;
    }

    void submit(Hop hop, Runnable work) {
        lock.lock();
        try {
            Lane lane = lanes.computeIfAbsent(hop, h -> new Lane());
            lane.waiting.add(work);
            if (lane.running < ABREAST) {
                lane.running++;
                crew.start("queue lane " + hop, () -> drive(hop, lane));
            }
        } finally {
            lock.unlock();
        }
    }

    private void drive(Hop hop, Lane lane) {
        for (Optional<Runnable> work = next(hop, lane); work.isPresent(); work = next(hop, lane)) {
            Crew.guarded(work.get());
        }
    }

    private Optional<Runnable> next(Hop hop, Lane lane) {
        lock.lock();
        try {
            // What still waits at a stop is in the files and will be tried by the next start.
            Optional<Runnable> work = crew.isStopping() ? Optional.empty() : Optional.ofNullable(lane.waiting.poll());
            if (work.isEmpty() && --lane.running == 0) {
                lanes.remove(hop, lane);
            }
            return work;
        } finally {
            lock.unlock();
        }
    }
}
