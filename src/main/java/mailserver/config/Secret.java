package mailserver.config;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the accounts file keeps of a password, written {@code {SCHEME}secret} as Dovecot does; never printed. */
public sealed interface Secret {
    boolean matches(String password);

    /** As it stands in the file; for writing the file only. */
    String encoded();

    /**
     * Reads {@code {SCHEME}secret}.
     *
     * @throws IllegalArgumentException with a message fit for people, which never has the secret in it
     */
    static Secret parse(String text) {
        Matcher parts = Pattern.compile("\\{([^}]*)}(.*)", Pattern.DOTALL).matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no scheme before the secret; write {BLF-CRYPT}hash or {PLAIN}password");
        }
        String scheme = parts.group(1);
        return switch (scheme.toUpperCase(Locale.ROOT)) {
            case BlowfishCrypt.SCHEME -> new BlowfishCrypt(parts.group(2).strip());
            case Plain.SCHEME -> new Plain(parts.group(2));
            default ->
                throw new IllegalArgumentException(
                        "unknown scheme {" + scheme + "}; this version knows {BLF-CRYPT} and {PLAIN}");
        };
    }

    /**
     * A bcrypt hash.
     *
     * <p>bcrypt reads 72 bytes of a password. Here, as in Dovecot and crypt(3), the rest counts for nothing when a
     * password is checked, so that a hash from elsewhere works; {@link Passwords#hash} makes none
     * of which that would be true.
     */
    record BlowfishCrypt(String hash) implements Secret {
        static final String SCHEME = "BLF-CRYPT";

        // 2x marks the hashes of a faulty implementation; nobody should have one.
        private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
        private static final int LEAST_COST = 4;
        // Each step doubles the work: 16 is several seconds a login already, 31 more than a day.
        private static final int GREATEST_COST = 16;

        public BlowfishCrypt {
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

        /** The work of one check doubles with each step of the cost. */
        public int cost() {
            return costOf(hash);
        }

        private static int costOf(String hash) {
            return Integer.parseInt(hash.substring(4, 6));
        }

        @Override
        public boolean matches(String password) {
            boolean same = BCrypt.verifyer(BCrypt.Version.VERSION_2Y, LongPasswordStrategies.none())
                    .verify(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
                    .verified;
            // bcrypt ends a password with NUL and then repeats it: "a" and "a\0a" hash the same.
            return same && password.indexOf('\0') < 0;
        }

        @Override
        public String encoded() {
            return "{" + SCHEME + "}" + hash;
        }

        @Override
        public String toString() {
            return "{" + SCHEME + "}…";
        }
    }

    /** The password itself: for class rooms and tests. */
    record Plain(String text) implements Secret {
        static final String SCHEME = "PLAIN";

        @Override
        public boolean matches(String password) {
            // Takes the same time wherever the first difference is.
            return MessageDigest.isEqual(
                    text.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String encoded() {
            return "{" + SCHEME + "}" + text;
        }

        @Override
        public String toString() {
            return "{" + SCHEME + "}…";
        }
    }
}
