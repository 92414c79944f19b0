package mailserver.queue.runner;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import mailserver.queue.QueueEntry;
import mailserver.queue.delivery.EntryLog;
import mailserver.queue.delivery.NextHopQueues;
import mailserver.queue.delivery.QueuedEntry;

/** Every entry that memory knows of. Whatever is done to one is done here: under its lock, and with its place on the agenda put right. */
final class QueueIndex {
    private final Map<String, QueuedEntry> known = new ConcurrentHashMap<>();
    private final Timetable<Object> timetable;
    private final EntryLog entries;
    private final NextHopQueues hopQueues;

    QueueIndex(Timetable<Object> timetable, EntryLog entries, NextHopQueues hopQueues) {
        this.timetable = timetable;
        this.entries = entries;
        this.hopQueues = hopQueues;
    }

    /** False when the entry is known already. */
    boolean add(QueuedEntry queued) {
        return known.putIfAbsent(queued.id(), queued) == null;
    }

    Optional<QueuedEntry> find(String id) {
        return Optional.ofNullable(known.get(id));
    }

    Set<String> ids() {
        return Set.copyOf(known.keySet());
    }

    /** A view: entries come and go in it. */
    Collection<QueuedEntry> all() {
        return known.values();
    }

    /** What their files say, oldest first. */
    List<QueueEntry> entries() {
        return known.values().stream()
                .map(this::entry)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(QueueEntry::arrived).thenComparing(QueueEntry::id))
                .toList();
    }

    private Optional<QueueEntry> entry(QueuedEntry queued) {
        queued.lock.lock();
        try {
            return entries.read(queued);
        } finally {
            queued.lock.unlock();
        }
    }

    /**
     * Does something with an entry.
     *
     * @param work says when to look at it next
     */
    void update(QueuedEntry queued, Supplier<Optional<Instant>> work) {
        queued.lock.lock();
        try {
            Optional<Instant> next;
            try {
                next = work.get();
            } catch (RuntimeException e) {
                entries.rest(queued, e);
                next = Optional.of(queued.notBefore());
            }
            timetable.set(queued, next);
            if (queued.isGone()) {
                // Taken away from outside, perhaps: a hop queue that is in trouble would keep it for days.
                hopQueues.withdrawAll(queued);
                timetable.set(queued, Optional.empty());
                known.remove(queued.id(), queued);
            }
        } finally {
            queued.lock.unlock();
        }
    }

    /** The files are another's: nothing of them is known any more, and what is on its way is not written down. */
    void abandon() {
        letGo();
        known.values().forEach(queued -> update(queued, Optional::empty));
    }

    /** The files may soon be another runner's: what ends after this must not be written over what that one knows. */
    void letGo() {
        for (QueuedEntry queued : known.values()) {
            queued.lock.lock();
            try {
                queued.setGone();
            } finally {
                queued.lock.unlock();
            }
        }
    }
}
