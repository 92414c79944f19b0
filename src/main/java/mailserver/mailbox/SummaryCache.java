package mailserver.mailbox;

import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the headers of messages say, so that they are read once. A message keeps the part of its name in front of the colon, and its
 * length, for life; a file that was written to where it lies has another length, nearly always. All of it is given up when memory is short.
 */
public final class SummaryCache {
    private static final int MOST = 120_000;

    /** @param base the name up to the colon */
    record Key(String maildir, String base, long octets) {}

    /**
     * What is the same for as long as the file is.
     *
     * @param attachments -1 while nobody has counted them
     */
    record Entry(
            String from,
            List<String> to,
            String subject,
            Optional<Instant> date,
            Reference reference,
            int attachments) {
        Entry with(int counted) {
            return new Entry(from, to, subject, date, reference, counted);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private SoftReference<LinkedHashMap<Key, Entry>> entries = new SoftReference<>(fresh());

    private static LinkedHashMap<Key, Entry> fresh() {
        // In access order, so that the first one is the one to forget.
        return new LinkedHashMap<>(16, 0.75f, true);
    }

    Optional<Entry> get(Key key) {
        lock.lock();
        try {
            return Optional.ofNullable(map().get(key));
        } finally {
            lock.unlock();
        }
    }

    void put(Key key, Entry entry) {
        lock.lock();
        try {
            LinkedHashMap<Key, Entry> map = map();
            map.put(key, entry);
            if (map.size() > MOST) {
                map.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    private LinkedHashMap<Key, Entry> map() {
        LinkedHashMap<Key, Entry> map = entries.get();
        if (map == null) {
            map = fresh();
            entries = new SoftReference<>(map);
        }
        return map;
    }
}
