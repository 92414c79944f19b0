package mailserver.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the accounts file keeps of a password, written {@code {SCHEME}secret} as Dovecot does; never printed. */
public sealed interface Secret permits PasswordHash, Secret.Plain {
    boolean matches(String password);

    /** As it stands in the file; for writing the file only. */
    String encoded();

    /** The memory that a check takes, in KiB; 0 for next to nothing. */
    default int kibibytes() {
        return 0;
    }

    /** Whether SCRAM works with it: the keys, or the password itself, of which they can be made. */
    default boolean knowsScram() {
        return false;
    }

    /**
     * Reads {@code {SCHEME}secret}, or a hash of crypt(3) alone, for which a passwd-file needs no scheme.
     *
     * @throws IllegalArgumentException with a message fit for people, which never has the secret in it
     */
    static Secret parse(String text) {
        if (text.startsWith("$")) {
            return crypt(text.strip());
        }
        Matcher parts = Pattern.compile("\\{([^}]*)}(.*)", Pattern.DOTALL).matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no scheme before the secret; write {BLF-CRYPT}hash or {PLAIN}password");
        }
        String scheme = parts.group(1);
        String hash = parts.group(2).strip();
        return switch (scheme.toUpperCase(Locale.ROOT)) {
            case BlowfishCrypt.SCHEME -> new BlowfishCrypt(hash);
            case "SHA512-CRYPT" -> new ShaCrypt(ShaCrypt.Variant.SHA512, hash);
            case "SHA256-CRYPT" -> new ShaCrypt(ShaCrypt.Variant.SHA256, hash);
            case "CRYPT" -> crypt(hash);
            case "ARGON2ID" -> new Argon2(Argon2.Variant.ID, hash);
            case "ARGON2I" -> new Argon2(Argon2.Variant.I, hash);
            case ScramHash.SCHEME -> new ScramHash(hash);
            case Plain.SCHEME, "CLEARTEXT", "CLEAR" -> new Plain(parts.group(2));
            default ->
                throw new IllegalArgumentException(
                        "unknown scheme {" + scheme + "}; this version knows {BLF-CRYPT}, {SHA512-CRYPT}, "
                                + "{SHA256-CRYPT}, {CRYPT}, {ARGON2ID}, {ARGON2I}, {SCRAM-SHA-256} and {PLAIN}");
        };
    }

    private static Secret crypt(String hash) {
        if (hash.startsWith("$2")) {
            return new BlowfishCrypt(hash);
        }
        if (hash.startsWith("$6$")) {
            return new ShaCrypt(ShaCrypt.Variant.SHA512, hash);
        }
        if (hash.startsWith("$5$")) {
            return new ShaCrypt(ShaCrypt.Variant.SHA256, hash);
        }
        throw new IllegalArgumentException("of the hashes of crypt(3) this version knows $2y$, $5$ and $6$");
    }

    /** Whether the password itself stands behind the scheme, with any colons that it may have. */
    static boolean isReadable(String text) {
        return text.matches("(?is)\\{(PLAIN|CLEARTEXT|CLEAR)}.*");
    }

    /** The password itself: for class rooms and tests. */
    record Plain(String text) implements Secret {
        static final String SCHEME = "PLAIN";

        @Override
        public boolean matches(String password) {
            // Takes the same time wherever the first difference is.
            return MessageDigest.isEqual(bytes(text), bytes(password));
        }

        private static byte[] bytes(String password) {
            return PreparedPassword.of(password).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean knowsScram() {
            return true;
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
