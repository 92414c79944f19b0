package mailserver.account;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers for a month that a password was right, and when: so that a mail program that polls doesn't cost a hash each
 * time.
 *
 * <p>Kept is a {@link PasswordHmac}: one password an account, the oldest account goes first when there are too many.
 */
final class PasswordCache {
    private static final Duration LIFETIME = Duration.ofDays(31);
    private static final Duration LATELY = Duration.ofMinutes(5);
    private static final int MOST = 10_000;

    private record Proof(byte[] hmac, Instant checked) {}

    private final InstantSource clock;
    private final PasswordHmac hmac = new PasswordHmac();
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Proof> proofs = new LinkedHashMap<>();

    PasswordCache(InstantSource clock) {
        this.clock = clock;
    }

    /** So lately that it need not be checked against its hash, wherever the client is. */
    boolean hadLately(Account account, String password) {
        return has(account, password, LATELY);
    }

    /** Within the last month. */
    boolean has(Account account, String password) {
        return has(account, password, LIFETIME);
    }

    private boolean has(Account account, String password, Duration most) {
        return proof(account)
                .filter(proof -> clock.instant().isBefore(proof.checked().plus(most)))
                .filter(proof -> MessageDigest.isEqual(proof.hmac(), hmac(account, password)))
                .isPresent();
    }

    void add(Account account, String password) {
        switch (account.secret()) {
            case PasswordHash hash -> put(account, new Proof(hmac(account, password), clock.instant()));
            case Secret.Plain plain -> {} // comparing it again is cheaper than remembering it
        }
    }

    private Optional<Proof> proof(Account account) {
        lock.lock();
        try {
            return Optional.ofNullable(proofs.get(account.address().folded()));
        } finally {
            lock.unlock();
        }
    }

    private void put(Account account, Proof proof) {
        lock.lock();
        try {
            // Taken out first, so that the map's order is the order of the last check.
            proofs.remove(account.address().folded());
            if (proofs.size() >= MOST) {
                proofs.pollFirstEntry();
            }
            proofs.put(account.address().folded(), proof);
        } finally {
            lock.unlock();
        }
    }

    private byte[] hmac(Account account, String password) {
        return hmac.of(account.address(), Optional.of(account), password);
    }
}
