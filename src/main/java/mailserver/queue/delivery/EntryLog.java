package mailserver.queue.delivery;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import mailserver.dsn.OneLine;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.files.FileStamp;
import mailserver.queue.files.MalformedEntryException;
import mailserver.queue.files.MissingTextException;
import mailserver.queue.files.QueueFolder;
import mailserver.smtp.Reply;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/** Reads entries, and writes down what happens to them. All methods are called with the entry's lock held. */
public final class EntryLog {
    /** How long an entry rests when the disk would not take something. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final QueueFolder folder;
    private final InstantSource clock;
    private final RecentEntries recent = new RecentEntries();

    public EntryLog(QueueFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** An entry that was put into the folder a moment ago. */
    public QueuedEntry arrived(QueueEntry entry) {
        Optional<FileStamp> stamp = folder.stamp(entry.id());
        stamp.ifPresent(now -> recent.add(entry, now));
        return new QueuedEntry(entry, stamp);
    }

    /** The entry as it is now: as its file says, unless the disk would not take what has happened since. Empty when it has ended. */
    public Optional<QueueEntry> read(QueuedEntry queued) {
        if (queued.isGone()) {
            return Optional.empty();
        }
        if (queued.unwritten().isPresent()) {
            return queued.unwritten();
        }
        // Looked at before it is read: what is changed in between is noticed the next time.
        Optional<FileStamp> now = folder.stamp(queued.id());
        queued.wasRead(now);
        Optional<QueueEntry> known = queued.knownAs(now).or(() -> recent.take(queued.id(), now));
        if (known.isPresent()) {
            return known;
        }
        try {
            return Optional.of(folder.load(queued.id()));
        } catch (NoSuchFileException e) {
            Logger.info("{}: was removed from outside", queued.id());
            queued.setGone();
        } catch (MissingTextException e) {
            if (queued.notBefore().equals(Instant.MIN)) {
                // Somebody may be taking both files away, one after the other.
                rest(queued, e);
            } else {
                folder.setAside(queued.id(), e.getMessage());
                queued.setGone();
            }
        } catch (MalformedEntryException e) {
            // Somebody may be writing it just now: the watch looks when it rests.
            rest(queued, e);
        } catch (IOException e) {
            rest(queued, e);
        }
        return Optional.empty();
    }

    /** Changes an entry, in the file first: when that fails, nothing has changed. */
    public void write(QueuedEntry queued, QueueEntry changed) throws IOException {
        folder.update(changed);
        queued.changed(changed, folder.stamp(changed.id()));
    }

    /** Notes that an attempt is about to be made. Where the disk won't take it, the memory has it. */
    void begin(QueuedEntry queued, QueueEntry begun) {
        if (queued.unwritten().isPresent()) {
            note(queued, begun);
            return;
        }
        try {
            folder.begin(
                    begun, queued.readAs().orElseThrow(() -> new IOException("the envelope could not be looked at")));
            queued.noted(begun);
        } catch (IOException e) {
            queued.changedInMemory(begun);
            rest(queued, e);
        }
    }

    /**
     * Notes what can't be undone, such as a delivery: the memory keeps it even when the disk won't, until the disk will. An entry in
     * which nothing is left to be done ends.
     */
    public void note(QueuedEntry queued, QueueEntry changed) {
        if (!changed.isLive()) {
            end(queued, changed);
            return;
        }
        try {
            write(queued, changed);
        } catch (IOException e) {
            queued.changedInMemory(changed);
            rest(queued, e);
        }
    }

    /** Nothing more is to be done for this entry now. */
    public void rest(QueuedEntry queued, Exception why) {
        var until = clock.instant().plus(REST);
        queued.putOff(until);
        Logger.error("{}: rests until {}: {}", queued.id(), until, OneLine.of(why.toString()));
    }

    private void end(QueuedEntry queued, QueueEntry last) {
        try {
            if (last.recipients().stream().anyMatch(r -> r.status() == RecipientState.Status.LOST)) {
                folder.fail(last, reason(last));
                Logger.warn("{}: kept in failed/, for nobody can be told", last.id());
            } else {
                folder.removeDone(last.id(), queued.isBeingSent());
                Logger.info(LogLine.of(last.id()).status("removed", "nobody waits for it any more"));
            }
            queued.setGone();
        } catch (IOException e) {
            queued.changedInMemory(last);
            rest(queued, e);
        }
    }

    private static String reason(QueueEntry entry) {
        String lost = entry.recipients().stream()
                .filter(r -> r.status() == RecipientState.Status.LOST)
                .map(r -> "<" + r.address() + ">: "
                        + r.lastReply().map(Reply::toString).orElse(r.lastError()))
                .collect(Collectors.joining("\n"));
        return "It could neither be delivered nor returned to its sender " + entry.sender() + ".\n" + lost;
    }
}
