package mailserver.config.value;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a connection to a peer is protected.
 *
 * @param pin       the certificate the peer must show; the LAN's answer to having no authority
 * @param authority a PEM file with the certificates of those who may vouch for the peer
 */
public record TlsPolicy(Mode mode, Optional<Fingerprint> pin, Optional<Path> authority) {
    /** Encrypt where the peer can, whoever it is: RFC 7435's opportunistic security. */
    public static final TlsPolicy OPPORTUNISTIC = new TlsPolicy(Mode.TRY, Optional.empty(), Optional.empty());

    /** Never encrypt. */
    public static final TlsPolicy NONE = new TlsPolicy(Mode.OFF, Optional.empty(), Optional.empty());

    /** How much TLS matters. */
    public enum Mode {
        OFF,
        TRY,
        REQUIRE
    }

    /** Whether nothing may be sent in the clear. Who wants to know the peer wants that, too. */
    public boolean required() {
        return mode == Mode.REQUIRE || verifies();
    }

    /** For people. */
    public String inWords() {
        if (pin.isPresent()) {
            return "only over TLS with the certificate " + pin.get();
        }
        if (authority.isPresent()) {
            return "only over TLS with a certificate that " + authority.get() + " vouches for";
        }
        return switch (mode) {
            case OFF -> "without TLS";
            case TRY -> "with TLS if it offers that";
            case REQUIRE -> "only over TLS, with any certificate";
        };
    }

    /** Whether we know who is at the other end, and not just that nobody else listens. */
    public boolean verifies() {
        return pin.isPresent() || authority.isPresent();
    }
}
