package mailserver.queue;

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

    boolean isForgettable() {
        return ready.isEmpty() && workers == 0 && trouble.isEmpty();
    }
}
