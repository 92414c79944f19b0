package mailserver.mail;

import java.time.Instant;
import java.util.Optional;

/**
 * What a sender wants of the time of a message, and of its place among others.
 *
 * @param release   not before
 * @param deliverBy not after
 * @param priority  from -9 to 9, higher ones first (RFC 6710 §5); 0 where nothing was said
 */
public record Timing(Optional<FutureRelease> release, Optional<DeliverBy> deliverBy, int priority) {
    /** Now, as all others. */
    public static final Timing NONE = of(0);

    private static final int MOST = 9;

    public Timing {
        if (!isPriority(priority)) {
            throw new IllegalArgumentException("no priority: " + priority);
        }
    }

    /** Now, before or behind others. */
    public static Timing of(int priority) {
        return new Timing(Optional.empty(), Optional.empty(), priority);
    }

    public static boolean isPriority(int number) {
        return number >= -MOST && number <= MOST;
    }

    /** Whether it has to wait for its time yet. */
    public boolean isHeld(Instant now) {
        return release.filter(future -> future.at().isAfter(now)).isPresent();
    }

    /** The same, let go at this time should it still have to wait. */
    public Timing releasedBy(Instant now) {
        return new Timing(release.map(future -> future.by(now)), deliverBy, priority);
    }
}
