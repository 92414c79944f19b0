package mailserver.account;

import java.util.Optional;

/**
 * A hash of a password, in a form that Dovecot writes, too.
 *
 * <p>Its constructor refuses what would cost about a second of computing, or hundreds of megabytes, at each login.
 */
sealed interface PasswordHash extends Secret permits BlowfishCrypt, ShaCrypt, Argon2, ScramHash {
    String scheme();

    /** What stands behind the scheme. */
    String hash();

    /** The algorithm and its cost: a check of one hash takes as long as that of another of the same kind. */
    String kind();

    /** Empty for a secret that is no hash, whose check costs next to nothing. */
    static Optional<String> kindOf(Secret secret) {
        return switch (secret) {
            case PasswordHash hash -> Optional.of(hash.kind());
            case Secret.Plain plain -> Optional.empty();
        };
    }

    /** Whether the hash was made of exactly these characters. */
    boolean verifies(String password);

    @Override
    default boolean matches(String password) {
        return PreparedPassword.forms(password).stream().anyMatch(this::verifies);
    }

    @Override
    default String encoded() {
        return "{" + scheme() + "}" + hash();
    }
}
