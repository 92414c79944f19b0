package mailserver.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import mailserver.mail.Address;

/**
 * An entry in memory and who is at work on it. Everything but {@link #entry()} and {@link #isGone()} is called with the lock
 * held; it is held while files are written, never while the network is waited for.
 */
final class Job {
    final ReentrantLock lock = new ReentrantLock();

    /** Recipients that a lane has, or is about to get. */
    private final Set<Address> busy = new HashSet<>();

    private volatile QueueEntry entry;
    private volatile boolean gone;
    private boolean unwritten;
    private Instant notBefore = Instant.MIN;

    Job(QueueEntry entry) {
        this.entry = entry;
    }

    QueueEntry entry() {
        return entry;
    }

    /** @param written false where the disk would not take it: the memory then knows more than the file */
    void set(QueueEntry changed, boolean written) {
        entry = changed;
        unwritten = !written;
    }

    boolean isUnwritten() {
        return unwritten;
    }

    boolean isGone() {
        return gone;
    }

    void setGone() {
        gone = true;
    }

    /** After a fault of this machine, not of a peer: nothing is done for this entry until then. */
    void putOff(Instant until) {
        notBefore = until;
    }

    void setBusy(Collection<Address> recipients) {
        busy.addAll(recipients);
    }

    void setIdle(Collection<Address> recipients) {
        recipients.forEach(busy::remove);
    }

    boolean isBusy() {
        return !busy.isEmpty();
    }

    /** Recipients to whom the message is to be brought and nobody does it. */
    List<Address> idle() {
        return idleStates().map(RecipientState::address).toList();
    }

    /** Recipients whose peer has the message, and the sender is to be told so. */
    List<Address> relayed() {
        return entry.recipients().stream()
                .filter(recipient -> recipient.status() == RecipientState.Status.RELAYED)
                .map(RecipientState::address)
                .toList();
    }

    /** Idle ones whose next try has come. */
    List<Address> due(Instant now) {
        return idleStates()
                .filter(recipient -> !recipient.nextTry().isAfter(now))
                .map(RecipientState::address)
                .toList();
    }

    /** When to look at this entry next. */
    Optional<Instant> nextLook(Schedule schedule) {
        if (gone) {
            return Optional.empty();
        }
        Stream<Instant> times;
        if (unwritten || !entry.isLive()) {
            times = Stream.of(Instant.MIN);
        } else if (entry.held()) {
            times = Stream.empty();
        } else if (!relayed().isEmpty()) {
            times = Stream.of(Instant.MIN);
        } else {
            Stream<Instant> tries = idleStates().flatMap(r -> Stream.of(r.nextTry(), schedule.end(entry.arrived())));
            Stream<Instant> notice = busy.isEmpty() && schedule.willNotice(entry)
                    ? Stream.of(schedule.noticeTime(entry.arrived()))
                    : Stream.empty();
            times = Stream.concat(tries, notice);
        }
        return times.min(Instant::compareTo).map(time -> time.isBefore(notBefore) ? notBefore : time);
    }

    private Stream<RecipientState> idleStates() {
        return entry.recipients().stream().filter(r -> r.isOpen() && !busy.contains(r.address()));
    }
}
