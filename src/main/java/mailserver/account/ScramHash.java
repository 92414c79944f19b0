package mailserver.account;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of SCRAM-SHA-256 as Dovecot writes them: {@code iterations,salt,StoredKey,ServerKey}, all but the first in
 * base64. A password that comes as it is can be checked against them, too.
 */
record ScramHash(String hash) implements PasswordHash {
    static final String SCHEME = "SCRAM-SHA-256";

    private static final Pattern HASH =
            Pattern.compile("([1-9][0-9]{0,9}),([A-Za-z0-9+/=]+),([A-Za-z0-9+/=]+),([A-Za-z0-9+/=]+)");
    // RFC 7677 §4; clients refuse fewer.
    private static final int LEAST_ITERATIONS = 4096;
    private static final int MOST_ITERATIONS = 1_000_000;
    private static final int LONGEST_SALT = 32;

    private record Parts(long iterations, byte[] salt, ScramKeys keys) {}

    ScramHash {
        Parts parts = parts(hash);
        if (parts.iterations < LEAST_ITERATIONS || parts.iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException(
                    parts.iterations + " iterations are not from " + LEAST_ITERATIONS + " to " + MOST_ITERATIONS);
        }
        if (parts.salt.length > LONGEST_SALT) {
            throw new IllegalArgumentException(parts.salt.length + " octets of salt are more than " + LONGEST_SALT);
        }
    }

    private static Parts parts(String hash) {
        Matcher fields = HASH.matcher(hash);
        if (!fields.matches()) {
            throw malformed();
        }
        byte[] salt = octets(fields.group(2));
        byte[] storedKey = octets(fields.group(3));
        byte[] serverKey = octets(fields.group(4));
        if (salt.length == 0 || storedKey.length != ScramKeys.LENGTH || serverKey.length != ScramKeys.LENGTH) {
            throw malformed();
        }
        return new Parts(Long.parseLong(fields.group(1)), salt, new ScramKeys(storedKey, serverKey));
    }

    private static byte[] octets(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // The cause would show the hash.
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "not such a hash; {SCRAM-SHA-256} is followed by iterations,salt,StoredKey,ServerKey in base64");
    }

    /** What the client is told before it proves anything. */
    ScramParameters parameters() {
        Parts parts = parts(hash);
        return new ScramParameters(parts.salt, Math.toIntExact(parts.iterations));
    }

    ScramKeys keys() {
        return parts(hash).keys;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public String kind() {
        return "scram " + parameters().iterations();
    }

    @Override
    public boolean knowsScram() {
        return true;
    }

    @Override
    public boolean matches(String password) {
        // Its keys are prepared passwords' by definition, so there is nothing else to try.
        return verifies(password);
    }

    @Override
    public boolean verifies(String password) {
        return parameters().derive(password).sameAs(keys());
    }

    @Override
    public String toString() {
        return "{" + SCHEME + "}…";
    }
}
