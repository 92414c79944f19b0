package mailserver.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import mailserver.mail.Address;

/**
 * An HMAC under a key that exists only in this process, over a name, what is stored for it and a password: a changed secret makes another
 * one, and so forgets the old password at once.
 */
final class PasswordHmac {
    private final byte[] key = new byte[32];

    PasswordHmac() {
        new SecureRandom().nextBytes(key);
    }

    /** @param account none for a name without an account */
    byte[] of(Address address, Optional<Account> account, String password) {
        String stored = account.map(known -> known.secret().encoded()).orElse("");
        // Neither an address nor a hash has a NUL in it, so no two triples give the same octets.
        String known = address.folded() + "\0" + stored + "\0";
        return Hmac.sha256(key, known.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }
}
