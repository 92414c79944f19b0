package mailserver.config.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The SHA-256 of a certificate's DER form, by which two servers without a common authority know each other.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) {
    private static final String PREFIX = "sha256:";

    public Fingerprint {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256");
        }
    }

    public static Fingerprint of(byte[] der) {
        try {
            return new Fingerprint(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads {@code sha256:} and 64 digits, or what {@code openssl x509 -fingerprint -sha256} prints, colons and all. */
    public static Optional<Fingerprint> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^sha256 fingerprint=", PREFIX);
        String digits = lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : lower;
        String hex = digits.matches("[0-9a-f]{2}(:[0-9a-f]{2}){31}") ? digits.replace(":", "") : digits;
        return hex.matches("[0-9a-f]{64}") ? Optional.of(new Fingerprint(hex)) : Optional.empty();
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
