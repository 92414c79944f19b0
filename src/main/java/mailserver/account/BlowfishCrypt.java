package mailserver.account;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A bcrypt hash.
 *
 * <p>bcrypt reads 72 bytes of a password. Here, as in Dovecot and crypt(3), the rest counts for nothing when a password
 * is checked, so that a hash from elsewhere works; {@link Passwords#hash} makes none of which that would be true.
 */
record BlowfishCrypt(String hash) implements PasswordHash {
    static final String SCHEME = "BLF-CRYPT";

    // 2x marks the hashes of a faulty implementation; nobody should have one.
    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final int LEAST_COST = 4;
    // Each step doubles the work: 14 is about a second a login, 31 more than a day.
    private static final int GREATEST_COST = 14;

    BlowfishCrypt {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException(
                    "not a bcrypt hash; {BLF-CRYPT} is followed by $2y$10$ and 53 characters");
        }
        int cost = costOf(hash);
        if (cost < LEAST_COST || cost > GREATEST_COST) {
            throw new IllegalArgumentException(
                    "bcrypt cost " + cost + " is not from " + LEAST_COST + " to " + GREATEST_COST);
        }
    }

    private static int costOf(String hash) {
        return Integer.parseInt(hash.substring(4, 6));
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public String kind() {
        return "bcrypt " + costOf(hash);
    }

    @Override
    public boolean verifies(String password) {
        boolean same = OpenBSDBCrypt.checkPassword(hash, password.getBytes(StandardCharsets.UTF_8));
        // bcrypt ends a password with NUL and then repeats it: "a" and "a\0a" hash the same.
        return same && password.indexOf('\0') < 0;
    }

    @Override
    public String toString() {
        return "{" + SCHEME + "}…";
    }
}
