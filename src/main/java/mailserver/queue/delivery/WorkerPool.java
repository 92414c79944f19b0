package mailserver.queue.delivery;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.tinylog.Logger;

/** The threads at work for the queue, counted so that a stop can wait for them. */
public final class WorkerPool {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition oneLeft = lock.newCondition();
    private int working;
    private volatile boolean stopping;

    /** Does the work in a virtual thread of its own. False, and it isn't done, when the pool is stopping. */
    public boolean start(String name, Runnable work) {
        lock.lock();
        try {
            if (stopping) {
                return false;
            }
            working++;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name(name).start(() -> {
            try {
                guarded(work);
            } finally {
                left();
            }
        });
        return true;
    }

    /** One message that upsets the program must not stop the mail of all others, whatever is thrown. */
    static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            Logger.error(e, "queue: an unexpected fault");
        }
    }

    public boolean isStopping() {
        return stopping;
    }

    /**
     * Starts nothing more and waits for those at work.
     *
     * @return true when all have finished in time
     */
    public boolean stop(Duration grace) {
        lock.lock();
        try {
            stopping = true;
            long left = grace.toNanos();
            while (working > 0 && left > 0) {
                left = oneLeft.awaitNanos(left);
            }
            return working == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void left() {
        lock.lock();
        try {
            working--;
            oneLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
