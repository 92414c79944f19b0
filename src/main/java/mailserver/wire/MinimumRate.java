package mailserver.wire;

import java.time.Duration;

/**
 * How long a message may take to come in: a grace, and a second more for each hundred octets that are there. A client on the
 * slowest line keeps up; one that sends an octet every few minutes, to hold a session for ever, does not.
 */
final class MinimumRate {
    private static final long NANOS_PER_OCTET = Duration.ofSeconds(1).toNanos() / 100;

    private final long graceEnds;
    private long octets;

    MinimumRate(Duration grace) {
        graceEnds = System.nanoTime() + grace.toNanos();
    }

    void came(int more) {
        octets += more;
    }

    /** What has come so far. */
    long octets() {
        return octets;
    }

    /** The {@link System#nanoTime()} by which more must have come. */
    long deadline() {
        return graceEnds + octets * NANOS_PER_OCTET;
    }
}
