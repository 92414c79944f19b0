package mailserver.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import mailserver.dsn.OneLine;
import mailserver.smtp.Reply;
import org.tinylog.Logger;

/** Reads entries, and writes down what happens to them. All methods are called with the job's lock held. */
final class Ledger {
    /** How long an entry rests when the disk would not take something. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final QueueFolder folder;
    private final InstantSource clock;

    Ledger(QueueFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** The entry as it is now: as its file says, unless the disk would not take what has happened since. Empty when it has ended. */
    Optional<QueueEntry> read(Job job) {
        if (job.isGone()) {
            return Optional.empty();
        }
        if (job.unwritten().isPresent()) {
            return job.unwritten();
        }
        // Looked at before it is read: what is changed in between is noticed the next time.
        Optional<FileStamp> now = folder.stamp(job.id());
        job.wasRead(now);
        Optional<QueueEntry> known = job.knownAs(now);
        if (known.isPresent()) {
            return known;
        }
        try {
            return Optional.of(folder.load(job.id()));
        } catch (NoSuchFileException e) {
            Logger.info("{}: was removed from outside", job.id());
            job.setGone();
        } catch (MissingTextException e) {
            if (job.notBefore().equals(Instant.MIN)) {
                // Somebody may be taking both files away, one after the other.
                rest(job, e);
            } else {
                folder.setAside(job.id(), e.getMessage());
                job.setGone();
            }
        } catch (MalformedEntryException e) {
            // Somebody may be writing it just now: the watch looks when it rests.
            rest(job, e);
        } catch (IOException e) {
            rest(job, e);
        }
        return Optional.empty();
    }

    /** Changes an entry, in the file first: when that fails, nothing has changed. */
    void write(Job job, QueueEntry changed) throws IOException {
        folder.update(changed);
        job.changed(changed, folder.stamp(changed.id()));
    }

    /** Notes that an attempt is about to be made. Where the disk won't take it, the memory has it. */
    void begin(Job job, QueueEntry begun) {
        if (job.unwritten().isPresent()) {
            note(job, begun);
            return;
        }
        try {
            folder.begin(begun, job.readAs().orElseThrow(() -> new IOException("the envelope could not be looked at")));
            job.noted(begun);
        } catch (IOException e) {
            job.changedInMemory(begun);
            rest(job, e);
        }
    }

    /**
     * Notes what can't be undone, such as a delivery: the memory keeps it even when the disk won't, until the disk will. An entry in
     * which nothing is left to be done ends.
     */
    void note(Job job, QueueEntry changed) {
        if (!changed.isLive()) {
            end(job, changed);
            return;
        }
        try {
            write(job, changed);
        } catch (IOException e) {
            job.changedInMemory(changed);
            rest(job, e);
        }
    }

    /** Nothing more is to be done for this entry now. */
    void rest(Job job, Exception why) {
        var until = clock.instant().plus(REST);
        job.putOff(until);
        Logger.error("{}: rests until {}: {}", job.id(), until, OneLine.of(why.toString()));
    }

    private void end(Job job, QueueEntry last) {
        try {
            if (last.recipients().stream().anyMatch(r -> r.status() == RecipientState.Status.LOST)) {
                folder.fail(last, reason(last));
                Logger.warn("{}: kept in failed/, for nobody can be told", last.id());
            } else {
                folder.removeDone(last.id());
                Logger.info("{}: left the queue, nobody waits for it any more", last.id());
            }
            job.setGone();
        } catch (IOException e) {
            job.changedInMemory(last);
            rest(job, e);
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
