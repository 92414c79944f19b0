package mailserver.account;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.mail.Address;

/**
 * Remembers passwords that were wrong: a device with an old one says it again and again, and there is nothing new in that.
 *
 * <p>Kept is a {@link PasswordHmac}. A bounded number is remembered, those not seen for longest going first.
 */
final class RefusedPasswords {
    private static final int MOST = 20_000;

    private final PasswordHmac hmac = new PasswordHmac();
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Map<ByteBuffer, Boolean> refused = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > MOST;
        }
    };

    boolean has(Address address, Optional<Account> account, String password) {
        ByteBuffer key = ByteBuffer.wrap(hmac.of(address, account, password));
        lock.lock();
        try {
            return refused.get(key) != null;
        } finally {
            lock.unlock();
        }
    }

    void add(Address address, Optional<Account> account, String password) {
        ByteBuffer key = ByteBuffer.wrap(hmac.of(address, account, password));
        lock.lock();
        try {
            refused.put(key, true);
        } finally {
            lock.unlock();
        }
    }
}
