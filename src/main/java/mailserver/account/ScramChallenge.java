package mailserver.account;

import java.util.Optional;

/**
 * The server's side of one SCRAM-SHA-256 exchange (RFC 5802 §3), less its messages.
 *
 * <p>There is one for every name. That of an account which can't log in this way, or of nobody, looks and lasts like
 * any other, and no proof is right.
 */
public final class ScramChallenge {
    private final ScramParameters parameters;
    private final Optional<Secret> secret;
    private final HashingLimiter gate;

    ScramChallenge(ScramParameters parameters, Optional<Secret> secret, HashingLimiter gate) {
        this.parameters = parameters;
        this.secret = secret;
        this.gate = gate;
    }

    public byte[] salt() {
        return parameters.salt().clone();
    }

    public int iterations() {
        return parameters.iterations();
    }

    /** The server's signature for the client whose proof is right; empty for any other. */
    public Optional<byte[]> answer(byte[] authMessage, byte[] proof) {
        if (secret.isEmpty()) {
            return no();
        }
        return switch (secret.get()) {
            case ScramHash known -> known.keys().answer(authMessage, proof).or(this::no);
            case Secret.Plain(String password) -> derived(password).answer(authMessage, proof);
            // There is no way from a hash of another kind to these keys.
            case PasswordHash other -> no();
        };
    }

    /** No, after as much work as it takes to say so to whose password is stored readable. */
    private Optional<byte[]> no() {
        derived("");
        return Optional.empty();
    }

    private ScramKeys derived(String password) {
        return gate.pass(0, () -> parameters.derive(password));
    }
}
