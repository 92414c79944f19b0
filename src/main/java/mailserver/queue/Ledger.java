package mailserver.queue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import mailserver.dsn.OneLine;
import mailserver.smtp.Reply;
import org.tinylog.Logger;

/** Writes down what happens to entries. All methods are called with the job's lock held. */
final class Ledger {
    /** How long an entry rests when the disk would not take something. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final QueueFolder folder;
    private final InstantSource clock;

    Ledger(QueueFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Changes an entry, in the file first: when that fails, nothing has changed. */
    void write(Job job, QueueEntry changed) throws IOException {
        folder.update(changed);
        job.set(changed, true);
    }

    /** Notes what can't be undone, such as a delivery: the memory keeps it even when the disk won't, until the disk will. */
    void note(Job job, QueueEntry changed) {
        if (!changed.isLive()) {
            end(job, changed);
            return;
        }
        try {
            write(job, changed);
        } catch (IOException e) {
            job.set(changed, false);
            rest(job, e);
        }
    }

    /** Nothing more is to be done for this entry now. */
    void rest(Job job, Exception why) {
        Instant until = clock.instant().plus(REST);
        job.putOff(until);
        Logger.error("{}: rests until {}: {}", job.entry().id(), until, OneLine.of(why.toString()));
    }

    private void end(Job job, QueueEntry last) {
        try {
            if (last.recipients().stream().anyMatch(r -> r.status() == RecipientState.Status.LOST)) {
                folder.fail(last, reason(last));
                Logger.warn("{}: kept in failed/, for nobody can be told", last.id());
            } else {
                folder.remove(last.id());
                Logger.info("{}: done with", last.id());
            }
            job.set(last, true);
            job.setGone();
        } catch (IOException e) {
            job.set(last, false);
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
