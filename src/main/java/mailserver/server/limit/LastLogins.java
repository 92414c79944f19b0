package mailserver.server.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.mail.Address;

/**
 * When each account logged in last, for POP3's LOGIN-DELAY. It counts from one {@code +OK} to the next attempt (RFC 2449 §6.5).
 *
 * <p>In memory only, and no more than one entry an account: only those who knew the password are in it, and only until
 * their delay is over. A restart forgives them.
 */
public final class LastLogins {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Map<String, Instant> logins = new HashMap<>();

    public LastLogins(InstantSource clock) {
        this.clock = clock;
    }

    /** How long the account has to wait still; zero when it need not. */
    public Duration left(Address account, Duration delay) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Instant last = logins.getOrDefault(account.folded(), Instant.MIN);
            // A clock that was set back must not lock anybody out.
            boolean waits = !now.isBefore(last) && isWithin(delay, last, now);
            return waits ? Duration.between(now, last.plus(delay)) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    /** The account has logged in just now. */
    public void add(Address account, Duration delay) {
        lock.lock();
        try {
            Instant now = clock.instant();
            logins.put(account.folded(), now);
            logins.values().removeIf(last -> !isWithin(delay, last, now));
        } finally {
            lock.unlock();
        }
    }

    private static boolean isWithin(Duration delay, Instant last, Instant now) {
        return now.minus(delay).isBefore(last);
    }
}
