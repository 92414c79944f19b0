package mailserver.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Makes passwords and the hashes of passwords. */
public final class Passwords {
    private static final int COST = 10;
    private static final int BCRYPT_BYTES = 72;
    private static final int SALT_BYTES = 16;

    // No i, l, o, 0, 1: 31 characters, 4.95 bits each.
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 4;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    /** A random password of 79 bits that can be read out over a telephone, such as {@code k7mq-x2hp-9dvt-aebn}. */
    public static String generate() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /**
     * The password as the accounts file keeps it: {@code {BLF-CRYPT}$2y$10$…}.
     *
     * @throws IllegalArgumentException with a message fit for people when it can't be a password
     */
    public static String hash(String password) {
        byte[] bytes = PreparedPassword.of(password).getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw new IllegalArgumentException("the password is empty");
        }
        // Refused, not cut off: whoever chose a long password should not get a shorter one unawares.
        if (bytes.length > BCRYPT_BYTES) {
            throw new IllegalArgumentException(
                    "the password has " + bytes.length + " bytes; bcrypt takes " + BCRYPT_BYTES + " at most");
        }
        if (password.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the password has a NUL character in it");
        }
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new BlowfishCrypt(OpenBSDBCrypt.generate("2y", bytes, salt, COST)).encoded();
    }
}
