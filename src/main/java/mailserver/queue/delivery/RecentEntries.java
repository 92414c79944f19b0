package mailserver.queue.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailserver.queue.QueueEntry;
import mailserver.queue.files.FileStamp;

/**
 * Entries that have just come, with what their files looked like then. While the next hop is well, the first attempt follows at once:
 * then what was written a moment ago need not be read and parsed. Of a long queue only the last few are remembered.
 */
final class RecentEntries {
    private static final int MOST = 1024;

    private final Map<String, Recent> entries = new LinkedHashMap<>();

    private record Recent(QueueEntry entry, FileStamp stamp) {}

    synchronized void add(QueueEntry entry, FileStamp stamp) {
        entries.put(entry.id(), new Recent(entry, stamp));
        if (entries.size() > MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    /** The entry if its file looks as it did when it came. It is told once, for whoever asks is about to know better. */
    synchronized Optional<QueueEntry> take(String id, Optional<FileStamp> now) {
        return Optional.ofNullable(entries.remove(id))
                .filter(recent -> now.isPresent() && now.get().equals(recent.stamp()))
                .map(Recent::entry);
    }
}
