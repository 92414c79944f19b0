package mailserver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Remembers what large Maildirs held at the last login, for as long as their folders stay as they were. Whoever adds, removes or
 * renames a message changes the time of its folder, which the kernel sets and nobody can set back (stat(2), st_ctime).
 *
 * <p>That time moves in ticks, of some milliseconds on most file systems, of two seconds on the coarsest. A change in the same
 * tick as the one before leaves it as it is. So a snapshot is kept only if, when it was begun, the times had been the same for longer
 * than any tick. They are compared for equality and never with a clock of ours: it may be set, and a file server has
 * another one.
 *
 * <p>A file that is written to where it lies, which in a Maildir nobody should do (maildir(5)), is noticed by a {@link WriteWatch}:
 * without one, nothing is remembered. Whoever finds such a file nevertheless {@linkplain #forget forgets} the snapshot.
 */
final class SnapshotCache {
    /** Those together; some 160 octets each. */
    static final int MOST_MESSAGES = 50_000;
    /** A smaller Maildir is read as fast as it is remembered. */
    static final int LEAST_MESSAGES = 100;
    /** A Maildir that was only looked at takes room, too. */
    private static final int MOST_MAILDIRS = 1_000;

    private static final long LONGER_THAN_A_TICK = Duration.ofSeconds(3).toNanos();

    private final LongSupplier nanos;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock. In access order, so that the first one is the one to forget.
    private final LinkedHashMap<Path, Seen> maildirs = new LinkedHashMap<>(16, 0.75f, true);
    private int messages;

    /** The state of both folders, each as the kernel tells it, or empty while it isn't there. */
    private record Times(Optional<Map<String, Object>> fresh, Optional<Map<String, Object>> cur) {}

    /**
     * @param since when the times were first seen as they are
     * @param watched from then on
     */
    private record Seen(Times times, long since, WriteWatch.Watched watched, Optional<StoredFiles> files) {
        int size() {
            return files.map(StoredFiles::size).orElse(0);
        }
    }

    /** @param nanos as of {@link System#nanoTime()} */
    SnapshotCache(LongSupplier nanos) {
        this(nanos, MOST_MESSAGES);
    }

    /** @param most messages that are remembered together */
    SnapshotCache(LongSupplier nanos, int most) {
        this.nanos = nanos;
        this.most = most;
    }

    /** Begins to look at a Maildir, whose lock the caller holds. */
    Look look(Path maildir) {
        return new Look(maildir);
    }

    /** The next look finds nothing remembered. */
    void forget(Path maildir) {
        lock.lock();
        try {
            remove(maildir);
        } finally {
            lock.unlock();
        }
    }

    /** One look at a Maildir, for one thread. */
    final class Look {
        private final Path maildir;
        private final Optional<Times> before;
        private final long begun = nanos.getAsLong();
        private final Optional<Seen> seen;

        private Look(Path maildir) {
            this.maildir = maildir;
            this.before = times(maildir);
            this.seen = recall(maildir, before);
        }

        /** What was remembered, if it is still true. */
        Optional<StoredFiles> unchanged() {
            return seen.flatMap(Seen::files);
        }

        /** Remembers what was found since the look began, all of it messages. What is written to one of them meanwhile is noticed. */
        void remember(StoredFiles files) {
            if (files.size() < LEAST_MESSAGES || files.size() > most || before.isEmpty()) {
                return;
            }
            if (!times(maildir).equals(before)) {
                return;
            }
            if (seen.isEmpty()) {
                // Too late for what was found just now, in time for the next look.
                WriteWatch.watch(maildir)
                        .ifPresent(watched ->
                                put(maildir, new Seen(before.get(), nanos.getAsLong(), watched, Optional.empty())));
                return;
            }
            boolean settled = begun - seen.get().since() > LONGER_THAN_A_TICK;
            put(
                    maildir,
                    new Seen(
                            before.get(),
                            seen.get().since(),
                            seen.get().watched(),
                            Optional.of(files).filter(all -> settled)));
        }
    }

    /** What is no longer true is dropped at once, and takes no more room. */
    private Optional<Seen> recall(Path maildir, Optional<Times> now) {
        lock.lock();
        try {
            Optional<Seen> seen = Optional.ofNullable(maildirs.get(maildir));
            Optional<Seen> valid =
                    seen.filter(known -> !known.watched().isWritten() && now.equals(Optional.of(known.times())));
            if (valid.isEmpty()) {
                remove(maildir);
            }
            return valid;
        } finally {
            lock.unlock();
        }
    }

    private void put(Path maildir, Seen seen) {
        lock.lock();
        try {
            Seen old = maildirs.put(maildir, seen);
            messages += seen.size();
            if (old != null) {
                messages -= old.size();
            }
            if (old != null && !old.watched().equals(seen.watched())) {
                old.watched().close();
            }
            while (messages > most || maildirs.size() > MOST_MAILDIRS) {
                remove(maildirs.firstEntry().getKey());
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(Path maildir) {
        Seen seen = maildirs.remove(maildir);
        if (seen != null) {
            messages -= seen.size();
            seen.watched().close();
        }
    }

    private static Optional<Times> times(Path maildir) {
        try {
            return Optional.of(new Times(folder(maildir.resolve("new")), folder(maildir.resolve("cur"))));
        } catch (IOException | UnsupportedOperationException e) {
            // Then nothing is remembered: whoever lists the folder will say what is wrong with it.
            return Optional.empty();
        }
    }

    private static Optional<Map<String, Object>> folder(Path folder) throws IOException {
        try {
            return Optional.of(Files.readAttributes(folder, "unix:fileKey,ctime,lastModifiedTime"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
