package mailserver.queue.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import mailserver.queue.NextHop;

/** One hop: what waits for it, who is under way, and how it is. A bag of state, guarded by the lock of {@link NextHopQueues}. */
public final class NextHopQueue {
    private final NextHop hop;
    /** What could go now. */
    final TreeSet<DeliveryTask> ready = new TreeSet<>();
    /** Workers, and those among them that wait with an open connection for more. */
    int workers;

    int resting;
    /** The last worker that asked was answered, so more than one at a time may go. */
    boolean proven;

    Optional<NextHopBackoff> backoff = Optional.empty();
    /** One has been sent to find out whether the trouble is over. */
    boolean asked;
    /** Counts what was learned of the hop, so that four workers that fail together count as one failure. */
    long lessons;

    NextHopQueue(NextHop hop) {
        this.hop = hop;
        // This server is there.
        this.proven = !hop.isElsewhere();
    }

    public NextHop hop() {
        return hop;
    }

    /** Whether one could go, as far as it is for the messages to say. While the hop is in trouble, any may find out how it is. */
    boolean hasGoer(Instant now) {
        return !ready.isEmpty()
                && (backoff.isPresent() || !ready.first().apart().isAfter(now));
    }

    /** When something is to be done here, should nothing happen before. */
    Optional<Instant> nextLook() {
        return backoff.isPresent()
                ? backoff.map(NextHopBackoff::nextLook)
                : ready.stream()
                        .limit(1)
                        .map(DeliveryTask::apart)
                        .filter(Instant.MIN::isBefore)
                        .findFirst();
    }

    boolean isForgettable() {
        return ready.isEmpty() && workers == 0 && backoff.isEmpty();
    }
}
