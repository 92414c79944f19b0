package mailserver.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/** One hop: what waits for it, who is under way, and how it is. A bag of state, guarded by the lock of {@link Lanes}. */
final class Lane {
    private final Hop hop;
    /** What could go now. */
    final TreeSet<Errand> ready = new TreeSet<>();
    /** Workers, and those among them that wait with an open connection for more. */
    int workers;

    int resting;
    /** The last worker that asked was answered, so more than one at a time may go. */
    boolean proven;

    Optional<Trouble> trouble = Optional.empty();
    /** One has been sent to find out whether the trouble is over. */
    boolean asked;
    /** Counts what was learned of the hop, so that four workers that fail together count as one failure. */
    long lessons;

    Lane(Hop hop) {
        this.hop = hop;
        // This server is there.
        this.proven = !hop.isElsewhere();
    }

    Hop hop() {
        return hop;
    }

    /** Whether one could go, as far as it is for the messages to say. While the hop is in trouble, any may find out how it is. */
    boolean hasGoer(Instant now) {
        return !ready.isEmpty()
                && (trouble.isPresent() || !ready.first().apart().isAfter(now));
    }

    /** When something is to be done here, should nothing happen before. */
    Optional<Instant> nextLook() {
        return trouble.isPresent()
                ? trouble.map(Trouble::nextLook)
                : ready.stream()
                        .limit(1)
                        .map(Errand::apart)
                        .filter(Instant.MIN::isBefore)
                        .findFirst();
    }

    boolean isForgettable() {
        return ready.isEmpty() && workers == 0 && trouble.isEmpty();
    }
}
