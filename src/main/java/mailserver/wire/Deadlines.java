package mailserver.wire;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How long one connection waits, and for what. A socket's own timeout is for one read of one packet; here a line has one
 * deadline as a whole, data have their {@link MinimumRate}, and all lines together may have an end, too. What no socket's timeout ends (a
 * write, a handshake, TLS whose record comes an octet at a time) is left to a {@link StallGuard}, which asks from its own thread.
 */
final class Deadlines {
    /** A socket that times out by itself is faster: its session can still say goodbye. */
    private static final long GRACE = Duration.ofSeconds(1).toNanos();

    private static final long NEVER = 0;

    private Duration timeout = Duration.ofMinutes(5);
    private long wait = System.nanoTime() + timeout.toNanos();
    private OptionalLong end = OptionalLong.empty();
    private volatile long writingSince = NEVER;
    private volatile long overdueAt = NEVER;

    /** The most time a whole line, or the next block of data, may take from now on. */
    void timeout(Duration most) {
        timeout = most;
    }

    /** All lines from now on have to come within this time. */
    void endIn(Duration most) {
        end = OptionalLong.of(System.nanoTime() + most.toNanos());
    }

    /** There is no such time. */
    void noEnd() {
        end = OptionalLong.empty();
    }

    /** For data that begin now. */
    MinimumRate rate() {
        return new MinimumRate(timeout);
    }

    void beginLine() {
        long now = System.nanoTime();
        wait = now + timeout.toNanos();
        if (end.isPresent() && end.getAsLong() - wait < 0) {
            wait = end.getAsLong();
        }
    }

    void beginBlock(MinimumRate rate) {
        wait = System.nanoTime() + timeout.toNanos();
        if (rate.deadline() - wait < 0) {
            wait = rate.deadline();
        }
    }

    /**
     * A read begins; {@link #read()} is to follow.
     *
     * @return how long it may take, in milliseconds, from 1
     * @throws SocketTimeoutException when there is no time left
     */
    int beginRead() throws SocketTimeoutException {
        long left = (wait - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("not within " + timeout);
        }
        overdueAt = wait + GRACE | 1;
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    void read() {
        overdueAt = NEVER;
    }

    void beginHandshake(Duration most) {
        overdueAt = System.nanoTime() + most.toNanos() | 1;
    }

    void shakenHands() {
        overdueAt = NEVER;
    }

    void beginWrite() {
        writingSince = System.nanoTime() | 1;
    }

    void written() {
        writingSince = NEVER;
    }

    /**
     * Whether something takes too long.
     *
     * @param now       the present {@link System#nanoTime()}
     * @param mostWrite how long one write may take, in nanoseconds
     */
    boolean isStuck(long now, long mostWrite) {
        long since = writingSince;
        long overdue = overdueAt;
        return since != NEVER && now - since > mostWrite || overdue != NEVER && now - overdue > 0;
    }
}
