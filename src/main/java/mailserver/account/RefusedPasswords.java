package mailserver.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.mail.Address;

/**
 * Remembers passwords that were wrong: a device with an old one says it again and again, and there is nothing new in that.
 *
 * <p>Kept is an HMAC under a key that exists only in this process, over the name, what is stored for it and the password; so a changed
 * secret makes it a password to be looked at once more. A bounded number is remembered, those not seen for longest going first.
 */
final class RefusedPasswords {
    private static final int MOST = 20_000;

    private final byte[] key = new byte[32];
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Map<ByteBuffer, Boolean> refused = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > MOST;
        }
    };

    RefusedPasswords() {
        new SecureRandom().nextBytes(key);
    }

    boolean has(Address address, Optional<Account> account, String password) {
        ByteBuffer hmac = hmac(address, account, password);
        lock.lock();
        try {
            return refused.get(hmac) != null;
        } finally {
            lock.unlock();
        }
    }

    void add(Address address, Optional<Account> account, String password) {
        ByteBuffer hmac = hmac(address, account, password);
        lock.lock();
        try {
            refused.put(hmac, true);
        } finally {
            lock.unlock();
        }
    }

    private ByteBuffer hmac(Address address, Optional<Account> account, String password) {
        // Neither an address nor a hash has a NUL in it, so no two triples give the same octets.
        String stored = account.map(known -> known.secret().encoded()).orElse("");
        String known = address.folded() + "\0" + stored + "\0";
        return ByteBuffer.wrap(
                Hmac.sha256(key, known.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8)));
    }
}
