package mailserver.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import mailserver.mail.Measure;
import org.tinylog.Logger;

/**
 * Measures messages whose names don't tell their size and digest, each once: the last ones of all Maildirs are remembered in
 * memory, and all of a Maildir in a text file within it. Renaming them would be simpler, but other programs know them by
 * their names.
 */
public final class MeasurementCache {
    public static final String FILE = "mailserver-measured";
    private static final int MOST_IN_MEMORY = 20_000;
    /** Who reads with a browser asks again and again, a screen at a time, which a POP3 session does once. */
    private static final int MOST_LOOKED_AT = 150_000;

    private static final int BLOCK = 64 * 1024;

    private record Place(Path maildir, String key) {}

    private final SnapshotCache recent;
    private final boolean written;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock. In access order, so that the first one is the one to forget.
    private final LinkedHashMap<Place, Measurement> memory = new LinkedHashMap<>(16, 0.75f, true);

    public MeasurementCache() {
        this(System::nanoTime, true);
    }

    /** For those who look without the lock: nothing is written beside the mail. */
    public static MeasurementCache inMemory() {
        return new MeasurementCache(System::nanoTime, false, MOST_LOOKED_AT);
    }

    /**
     * For Maildirs that other machines change, too: no listing is remembered. A network file system tells the times of folders
     * some seconds late, and our kernel is not told who writes to a file elsewhere (inotify(7)).
     */
    public static MeasurementCache withoutListings() {
        return new MeasurementCache(System::nanoTime, true, 0);
    }

    /** The same for those who look without the lock. */
    public static MeasurementCache withoutListingsInMemory() {
        return new MeasurementCache(System::nanoTime, false, 0);
    }

    /** @param nanos as of {@link System#nanoTime()} */
    MeasurementCache(LongSupplier nanos) {
        this(nanos, true);
    }

    private MeasurementCache(LongSupplier nanos, boolean written) {
        this(nanos, written, SnapshotCache.MOST_MESSAGES);
    }

    private MeasurementCache(LongSupplier nanos, boolean written, int most) {
        this.written = written;
        this.recent = new SnapshotCache(nanos, most);
    }

    /** What needs no look at its files at all. */
    SnapshotCache recent() {
        return recent;
    }

    /** Begins to look at one Maildir, whose lock the caller holds. */
    Book book(Path maildir) {
        return new Book(maildir);
    }

    /** The measurements of one Maildir, for one thread, while one snapshot is taken. */
    final class Book {
        private final Path maildir;
        private final MeasurementFile file;
        private final Map<String, Measurement> used = new HashMap<>();
        private final Map<String, Measurement> fresh = new HashMap<>();
        private Optional<MeasurementFile.Contents> contents = Optional.empty();

        private Book(Path maildir) {
            this.maildir = maildir;
            this.file = new MeasurementFile(maildir.resolve(FILE));
        }

        Measurement measure(Path path, MaildirName name, BasicFileAttributes attributes) throws IOException {
            String key = key(name, attributes);
            Optional<Measurement> known = recall(new Place(maildir, key)).or(() -> recorded(key));
            if (known.isPresent()) {
                remember(key, known.get());
                return known.get();
            }
            Measure measure = read(path);
            var measurement = new Measurement(measure.wireBytes(), measure.sha256());
            // Otherwise somebody is writing to it, and what was true of it is so no longer.
            if (measure.bytes() == attributes.size()) {
                fresh.put(key, measurement);
                remember(key, measurement);
            }
            return measurement;
        }

        /** Writes down what is new and leaves out what has gone. */
        void save() {
            if (!written) {
                return;
            }
            try {
                if (used.isEmpty()) {
                    file.remove();
                } else if (contents.isPresent() && contents.get().lines() > 2 * used.size()) {
                    file.rewrite(used);
                } else if (!fresh.isEmpty()) {
                    file.append(fresh);
                }
            } catch (IOException e) {
                Logger.debug("{} can't be written, its messages will be read again: {}", maildir.resolve(FILE), e);
            }
        }

        private Optional<Measurement> recorded(String key) {
            if (contents.isEmpty()) {
                contents = Optional.of(file.read());
            }
            return Optional.ofNullable(contents.get().measurements().get(key));
        }

        private void remember(String key, Measurement measurement) {
            used.put(key, measurement);
            lock.lock();
            try {
                memory.put(new Place(maildir, key), measurement);
                if (memory.size() > MOST_IN_MEMORY) {
                    memory.pollFirstEntry();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<Measurement> recall(Place place) {
        lock.lock();
        try {
            return Optional.ofNullable(memory.get(place));
        } finally {
            lock.unlock();
        }
    }

    /** Changes whenever the content may have, and stays when only folder or flags do. The name comes last: it may hold spaces. */
    private static String key(MaildirName name, BasicFileAttributes attributes) {
        return attributes.size() + " " + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " "
                + attributes.fileKey() + " " + name.base();
    }

    private static Measure read(Path path) throws IOException {
        var measure = new Measure();
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            var block = new byte[BLOCK];
            int n;
            while ((n = in.read(block)) > 0) {
                measure.update(block, 0, n);
            }
        }
        return measure;
    }
}
