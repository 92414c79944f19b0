package mailserver.queue.runner;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.time.ScaledClock;

/**
 * What is to be looked at when. A thing has one time; a new one replaces it. What the heap still holds of an old time is
 * recognized when it comes up and dropped, which is cheaper than searching the heap.
 */
final class Timetable<K> {
    /** A clock may be set, and a laptop may sleep: so often the time is looked at again. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private record Item<K>(K key, Instant due) {}

    /** Less is how clocks are kept right; more is somebody who has set it back. */
    private static final Duration SET_BACK = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final Runnable whenSetBack;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Item<K>> heap = new PriorityQueue<>(Comparator.comparing(Item::due));
    private final Map<K, Item<K>> current = new HashMap<>();
    private Instant latest = Instant.MIN;
    private boolean closed;

    /** @param whenSetBack run by whoever takes, when the clock was set back: times that were put down before lie too far away now */
    Timetable(InstantSource clock, Runnable whenSetBack) {
        this.clock = clock;
        this.whenSetBack = whenSetBack;
    }

    /** Sets the time of a thing, or forgets it where there is none. */
    void set(K key, Optional<Instant> due) {
        lock.lock();
        try {
            if (due.isEmpty()) {
                current.remove(key);
                return;
            }
            var item = new Item<>(key, due.get());
            if (!item.equals(current.put(key, item))) {
                heap.add(item);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is due, and takes it out. Empty once the timetable is closed. */
    Optional<K> take() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Item<K> first = heap.peek();
                Instant now = clock.instant();
                if (isSetBack(now)) {
                    lock.unlock();
                    try {
                        whenSetBack.run();
                    } finally {
                        lock.lock();
                    }
                } else if (first == null) {
                    changed.await();
                } else if (!first.equals(current.get(first.key()))) {
                    heap.remove();
                } else if (first.due().isAfter(now)) {
                    await(now, first.due());
                } else {
                    heap.remove();
                    current.remove(first.key());
                    return Optional.of(first.key());
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the clock again. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isSetBack(Instant now) {
        boolean setBack = latest.isAfter(now.plus(SET_BACK));
        latest = now;
        return setBack;
    }

    private void await(Instant now, Instant due) throws InterruptedException {
        Instant latest = now.plus(LONGEST_WAIT);
        Duration wait = Duration.between(now, due.isBefore(latest) ? due : latest);
        // How much of it is left the caller's loop finds out by itself.
        changed.awaitNanos(ScaledClock.realTime(clock, wait).toNanos());
    }
}
