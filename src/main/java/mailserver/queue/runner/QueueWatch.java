package mailserver.queue.runner;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mailserver.dsn.OneLine;
import mailserver.queue.QueueEntry;
import mailserver.queue.delivery.QueuedEntry;
import mailserver.queue.files.FileStamp;
import mailserver.queue.files.MalformedEntryException;
import mailserver.queue.files.MissingTextException;
import mailserver.queue.files.QueueFolder;
import org.tinylog.Logger;

/**
 * Notices what people do to the queue's files by hand: an entry held, released or changed with an editor, one that came or went.
 *
 * <p>It looks at each envelope's size and times now and then, rarely enough to cost a hundredth of one processor at the most. That
 * works on every file system, and tells our own writes, whose stamps are known, from other people's, which notices from the kernel
 * don't. A stamp must stay the same from one look to the next before the file is read: an editor may be at work on it. So must that of
 * the text beside it, which may still be on its way.
 */
final class QueueWatch {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int SHARE = 100;
    /** Looks at the same bad file before it is set aside; more of them where the message may still be on its way. */
    private static final int PATIENCE = 3;

    private static final int PATIENCE_FOR_TEXT = 10;

    /** What the watch can do to the queue. */
    interface Observer {
        Optional<QueuedEntry> entry(String id);

        Set<String> ids();

        /** An entry that nobody here has put into the folder. */
        void came(QueueEntry entry);

        /** Another content than we know. */
        void changed(QueuedEntry queued, QueueEntry entry, FileStamp stamp);

        void went(QueuedEntry queued);
    }

    private record Sight(FileStamp stamp, Optional<FileStamp> text, int times) {
        Sight after(Optional<Sight> before) {
            boolean same = before.filter(one -> one.stamp.equals(stamp) && one.text.equals(text))
                    .isPresent();
            return new Sight(stamp, text, same ? before.get().times + 1 : 1);
        }
    }

    private final QueueFolder folder;
    private final Observer observer;
    private Map<String, Sight> odd = new HashMap<>();

    QueueWatch(QueueFolder folder, Observer observer) {
        this.folder = folder;
        this.observer = observer;
    }

    /** @return how long to wait until the next look */
    Duration look() {
        long begun = System.nanoTime();
        try {
            compare();
            folder.tidy();
        } catch (IOException e) {
            Logger.warn("queue: the folder can't be read: {}", OneLine.of(e.toString()));
        }
        Duration rest = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(SHARE);
        return rest.compareTo(SHORTEST) < 0 ? SHORTEST : rest;
    }

    private void compare() throws IOException {
        // Before the folder is read: what comes in between is not missed in it.
        Set<String> known = observer.ids();
        var seen = new HashMap<String, Sight>();
        var present = new HashSet<String>();
        for (String id : folder.ids()) {
            present.add(id);
            Optional<FileStamp> stamp = folder.stamp(id);
            if (stamp.isPresent() && !stamp.equals(observer.entry(id).flatMap(QueuedEntry::stamp))) {
                Sight sight = new Sight(stamp.get(), folder.textStamp(id), 1).after(Optional.ofNullable(odd.get(id)));
                if (sight.times() == 1 || !take(id, sight)) {
                    seen.put(id, sight);
                }
            }
        }
        odd = seen;
        known.stream()
                .filter(id -> !present.contains(id))
                .map(observer::entry)
                .flatMap(Optional::stream)
                .forEach(observer::went);
    }

    /** @return false when it is to be looked at again */
    private boolean take(String id, Sight sight) {
        Function<QueuedEntry, Boolean> ours = queued -> queued.stamp().equals(Optional.of(sight.stamp()));
        if (observer.entry(id).map(ours).orElse(false)) {
            return true;
        }
        try {
            QueueEntry entry = folder.load(id);
            observer.entry(id)
                    .ifPresentOrElse(
                            queued -> observer.changed(queued, entry, sight.stamp()), () -> observer.came(entry));
            return true;
        } catch (MissingTextException e) {
            return setAside(id, sight, PATIENCE_FOR_TEXT, e);
        } catch (MalformedEntryException e) {
            return setAside(id, sight, PATIENCE, e);
        } catch (IOException e) {
            // It went away, may not be read, or the disk has a fault: none is the content's, so it stays where it is.
            if (sight.times() == PATIENCE) {
                Logger.warn("{}: the queue entry can't be read: {}", id, OneLine.of(e.toString()));
            }
            return false;
        }
    }

    private boolean setAside(String id, Sight sight, int patience, MalformedEntryException why) {
        if (sight.times() < patience) {
            return false;
        }
        folder.setAside(id, why.getMessage());
        observer.entry(id).ifPresent(observer::went);
        return true;
    }
}
