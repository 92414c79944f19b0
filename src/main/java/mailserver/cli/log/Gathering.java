package mailserver.cli.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.provider.InternalLogger;

/**
 * Hands on what is logged, some entries at a time, by a thread of its own: sessions wait neither for a disk nor for another program.
 *
 * <p>tinylog can do that itself, but wakes its thread for each line, which took a fifth of the time that a message took. Here the
 * first line of some wakes it, and it waits a moment for others.
 */
final class Gathering {
    /** Where the entries go; asked by one thread at a time. */
    interface Target {
        void write(List<LogEntry> entries) throws Exception;
    }

    /** How long a line waits for others, in nanoseconds: too short for a person to see. */
    private static final long GATHER = 20_000_000;

    /** When the target is slower than those who log, they write themselves. */
    private static final int MOST = 10_000;

    private final Target target;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Queue<LogEntry> waiting = new ArrayDeque<>();
    /** Held by whoever writes, from the taking of the lines on, so that they stay in order. */
    private final ReentrantLock writing = new ReentrantLock();

    private final AtomicBoolean awake = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;

    Gathering(Target target) {
        this.target = target;
        this.thread = Thread.ofPlatform().name("log").daemon().start(this::run);
    }

    void add(LogEntry entry) {
        int count;
        lock.lock();
        try {
            waiting.add(entry);
            count = waiting.size();
        } finally {
            lock.unlock();
        }
        if (count > MOST) {
            drain();
        } else if (!awake.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            while (!awake.get() && !closed) {
                LockSupport.park(this);
            }
            LockSupport.parkNanos(this, GATHER);
            // Before the lines are taken: one that comes right behind wakes us once more, in vain at worst.
            awake.set(false);
            drain();
        }
    }

    /** Hands on what waits, now. */
    void drain() {
        writing.lock();
        try {
            target.write(taken());
        } catch (Exception e) {
            // Whatever it is: the thread must be there for the next lines.
            InternalLogger.log(Level.ERROR, e, "the log can't be written");
        } finally {
            writing.unlock();
        }
    }

    private List<LogEntry> taken() {
        lock.lock();
        try {
            var taken = new ArrayList<>(waiting);
            waiting.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread, and hands on what is left. */
    void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
        drain();
    }
}
