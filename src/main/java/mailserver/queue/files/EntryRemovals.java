package mailserver.queue.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.tinylog.Logger;

/**
 * Ends entries with which all has been done. Their envelopes are gone, which is brought to the disk while those who deliver go on: they
 * would spend most of their time waiting for it. Then the texts go. What a power cut brings back is delivered once more, as it
 * would be after a cut between the peer's {@code 250} and the removal; so the removals may be a few ahead of the disk, and no more.
 */
final class EntryRemovals {
    /** So many messages at most can be delivered twice for that reason. */
    private static final int MOST_AHEAD = 16;

    private final Disk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();
    /** Whose envelopes may not be gone from the disk. */
    private List<String> waiting = new ArrayList<>();
    /** The same, with a sync under way for them. */
    private List<String> leaving = List.of();

    private boolean syncing;

    /** The queue's folder. */
    interface Disk {
        /** Makes all removals durable. */
        void sync() throws IOException;

        void removeText(String id) throws IOException;
    }

    EntryRemovals(Disk disk) {
        this.disk = disk;
    }

    /** The entry's envelope has been removed. Waits only when too many are not gone from the disk. */
    void made(String id) {
        lock.lock();
        try {
            while (waiting.size() + leaving.size() >= MOST_AHEAD) {
                synced.awaitUninterruptibly();
            }
            waiting.add(id);
            if (!syncing) {
                syncing = true;
                Thread.ofVirtual().name("queue removals").start(this::sync);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns when all are gone. */
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
        for (List<String> next = next(); !next.isEmpty(); next = next()) {
            try {
                disk.sync();
                for (String id : next) {
                    disk.removeText(id);
                }
            } catch (IOException e) {
                // Texts without an envelope are nobody's, and swept one day.
                Logger.error(
                        "queue: after a power cut, what was just delivered may go out once more: {}", e.toString());
            }
        }
    }

    private List<String> next() {
        lock.lock();
        try {
            leaving = waiting;
            waiting = new ArrayList<>();
            syncing = !leaving.isEmpty();
            synced.signalAll();
            return leaving;
        } finally {
            lock.unlock();
        }
    }
}
