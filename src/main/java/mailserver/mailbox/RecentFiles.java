package mailserver.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.store.StoredFiles;

/**
 * What large Maildirs held a moment ago, for who scrolls through one: a listing of a hundred thousand names takes a third of a second,
 * and a screen needs only fifty of them. It holds for as long as the folders' times are the same, and not for longer than a reader waits
 * anyhow: a change within the same tick of the file system's clock shows a moment later.
 */
final class RecentFiles {
    private static final int LEAST = 2_000;
    static final int MOST_MAILDIRS = 20;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private record Recent(List<Object> times, long taken, StoredFiles files) {}

    /** Takes the listing. */
    @FunctionalInterface
    interface Listing {
        StoredFiles take() throws IOException;
    }

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock. In access order, so that the first one is the one to forget.
    private final LinkedHashMap<Path, Recent> recent = new LinkedHashMap<>(16, 0.75f, true);

    /** @param most Maildirs that are remembered at a time */
    RecentFiles(int most) {
        this.most = most;
    }

    StoredFiles get(Path maildir, Listing listing) throws IOException {
        List<Object> times = times(maildir);
        Recent known = known(maildir);
        if (known != null && known.times().equals(times) && System.nanoTime() - known.taken() < LONGEST.toNanos()) {
            return known.files();
        }
        long began = System.nanoTime();
        StoredFiles files = listing.take();
        lock.lock();
        try {
            if (files.size() >= LEAST && !times.isEmpty()) {
                recent.put(maildir, new Recent(times, began, files));
            } else {
                recent.remove(maildir);
            }
            if (recent.size() > most) {
                recent.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
        return files;
    }

    /** A file was not where it should be: the next look is a fresh one. */
    void forget(Path maildir) {
        lock.lock();
        try {
            recent.remove(maildir);
        } finally {
            lock.unlock();
        }
    }

    private Recent known(Path maildir) {
        lock.lock();
        try {
            return recent.get(maildir);
        } finally {
            lock.unlock();
        }
    }

    /** Empty where they can't be told; then nothing is remembered. */
    private static List<Object> times(Path maildir) {
        try {
            return List.of(times(maildir, "new"), times(maildir, "cur"));
        } catch (IOException | UnsupportedOperationException e) {
            return List.of();
        }
    }

    private static Map<String, Object> times(Path maildir, String folder) throws IOException {
        return Files.readAttributes(maildir.resolve(folder), "unix:fileKey,ctime,lastModifiedTime");
    }
}
