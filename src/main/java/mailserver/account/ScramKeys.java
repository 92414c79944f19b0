package mailserver.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What a server needs of a password for SCRAM-SHA-256 (RFC 5802 §3, RFC 7677): enough to check a client's proof and to
 * prove to the client that it is the server; not enough to log in with.
 */
record ScramKeys(byte[] storedKey, byte[] serverKey) {
    static final int LENGTH = 32;

    private static final String DERIVATION = "PBKDF2WithHmacSHA256";

    /** The keys of a password; the iterations are what it costs. */
    static ScramKeys of(String password, byte[] salt, int iterations) {
        byte[] salted = salted(PreparedPassword.of(password), salt, iterations);
        return new ScramKeys(
                sha256(Hmac.sha256(salted, ascii("Client Key"))), Hmac.sha256(salted, ascii("Server Key")));
    }

    /** The server's signature for the client whose proof is right. */
    Optional<byte[]> answer(byte[] authMessage, byte[] proof) {
        if (proof.length != LENGTH) {
            return Optional.empty();
        }
        byte[] clientKey = exclusiveOr(proof, Hmac.sha256(storedKey, authMessage));
        return MessageDigest.isEqual(sha256(clientKey), storedKey)
                ? Optional.of(Hmac.sha256(serverKey, authMessage))
                : Optional.empty();
    }

    boolean sameAs(ScramKeys other) {
        return MessageDigest.isEqual(storedKey, other.storedKey);
    }

    private static byte[] exclusiveOr(byte[] proof, byte[] signature) {
        byte[] result = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            result[i] = (byte) (proof[i] ^ signature[i]);
        }
        return result;
    }

    private static byte[] salted(String password, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance(DERIVATION)
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, LENGTH * 8))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + DERIVATION, e);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
