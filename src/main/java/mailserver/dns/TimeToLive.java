package mailserver.dns;

import java.time.Duration;

/** Until when an answer is of use. Real time, as with everything that waits for a socket. */
record TimeToLive(long endNanos) {
    static TimeToLive of(Duration time) {
        return new TimeToLive(System.nanoTime() + time.toNanos());
    }

    /** Zero when it is over. */
    Duration get() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    Duration atMost(Duration most) {
        Duration left = get();
        return left.compareTo(most) < 0 ? left : most;
    }
}
