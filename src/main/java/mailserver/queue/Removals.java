package mailserver.queue;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.tinylog.Logger;

/**
 * Brings the removal of what was delivered to the disk, while those who deliver go on: they would spend most of their time waiting for it.
 * What a power cut brings back is delivered once more, as it would be after a cut between the peer's {@code 250} and the removal; so
 * they may be a few ahead of the disk, and no more.
 */
final class Removals {
    /** So many messages at most can be delivered twice for that reason. */
    private static final int MOST_AHEAD = 16;

    private final Disk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();
    private long made;
    private long onDisk;
    private boolean syncing;

    /** Syncs the folder. */
    @FunctionalInterface
    interface Disk {
        void sync() throws IOException;
    }

    Removals(Disk disk) {
        this.disk = disk;
    }

    /** One has been made. Waits only when too many are not on the disk. */
    void made() {
        lock.lock();
        try {
            long mine = ++made;
            if (!syncing) {
                syncing = true;
                Thread.ofVirtual().name("queue removals").start(this::sync);
            }
            while (mine - onDisk > MOST_AHEAD) {
                synced.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns when all are on the disk. */
    void await() {
        lock.lock();
        try {
            while (syncing) {
                synced.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void sync() {
        for (long next = next(); next > 0; next = next()) {
            try {
                disk.sync();
            } catch (IOException e) {
                Logger.error(
                        "queue: after a power cut, what was just delivered may go out once more: {}", e.toString());
            }
            lock.lock();
            try {
                onDisk = next;
                synced.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Up to which removal the next sync reaches; 0 when there is none to be made. */
    private long next() {
        lock.lock();
        try {
            syncing = onDisk < made;
            if (!syncing) {
                synced.signalAll();
            }
            return syncing ? made : 0;
        } finally {
            lock.unlock();
        }
    }
}
