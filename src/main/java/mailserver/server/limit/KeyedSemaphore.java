package mailserver.server.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets only so many with the same key be at something at a time; the others wait. It remembers nobody who isn't inside.
 *
 * @param <K> what those have in common
 */
final class KeyedSemaphore<K> {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someoneLeft = lock.newCondition();
    // Guarded by the lock.
    private final Map<K, Integer> inside = new HashMap<>();

    KeyedSemaphore(int most) {
        this.most = most;
    }

    /**
     * Waits for a place, which is to be given back with {@link #leave}.
     *
     * @param patience how long at the most
     * @return false when there was none for so long
     */
    boolean enter(K key, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (inside.getOrDefault(key, 0) >= most) {
                if (left <= 0) {
                    return false;
                }
                left = someoneLeft.awaitNanos(left);
            }
            inside.merge(key, 1, Integer::sum);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    void leave(K key) {
        lock.lock();
        try {
            inside.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
            someoneLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
