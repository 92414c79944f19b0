package mailserver.sasl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mailserver.wire.text.AsciiCase;

/** The ways to log in that this server knows, strongest first. */
public enum Mechanism {
    /** RFC 7677, without channel binding. */
    SCRAM_SHA_256("SCRAM-SHA-256"),
    /** RFC 4616. */
    PLAIN("PLAIN"),
    /** Never more than a draft (draft-murchison-sasl-login), and all that some clients know. */
    LOGIN("LOGIN");

    private final String registered;

    Mechanism(String registered) {
        this.registered = registered;
    }

    /** The name that a client gives, in any case. */
    public static Optional<Mechanism> named(String name) {
        return Arrays.stream(values())
                .filter(mechanism -> AsciiCase.equal(mechanism.registered, name))
                .findFirst();
    }

    /**
     * What a client is offered.
     *
     * <p>SCRAM is, where it can succeed for anyone: a client that picks the strongest would else never get in.
     *
     * @param passwords whether a client may send its password as it is: over TLS, or where the configuration says so
     */
    public static List<Mechanism> offered(Credentials credentials, boolean passwords) {
        List<Mechanism> offered = new ArrayList<>();
        for (Mechanism mechanism : values()) {
            boolean useful = mechanism.showsPassword() ? passwords : credentials.knowsScram();
            if (useful) {
                offered.add(mechanism);
            }
        }
        return offered;
    }

    /** Whether whoever listens learns the password. */
    public boolean showsPassword() {
        return this != SCRAM_SHA_256;
    }

    /** Begins an exchange, with what the client sent along with the name of the mechanism, if it did. */
    public Step begin(Credentials credentials, Optional<byte[]> initial) {
        Exchange exchange = switch (this) {
            case SCRAM_SHA_256 -> new ScramExchange(credentials);
            case PLAIN -> new PlainExchange(credentials);
            case LOGIN -> new LoginExchange(credentials);
        };
        return initial.map(exchange::respond).orElseGet(() -> new Step.Challenge(prompt(), exchange));
    }

    /** Where the client speaks first, the challenge that asks it to is empty (RFC 4422 §5, item 2a). */
    private byte[] prompt() {
        return switch (this) {
            case SCRAM_SHA_256, PLAIN -> new byte[0];
            case LOGIN -> LoginExchange.NAME_PROMPT.getBytes(StandardCharsets.US_ASCII);
        };
    }

    /** The name as it is registered, such as {@code SCRAM-SHA-256}. */
    @Override
    public String toString() {
        return registered;
    }
}
