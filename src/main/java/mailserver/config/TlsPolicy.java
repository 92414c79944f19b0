package mailserver.config;

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

    /** How much TLS matters. */
    public enum Mode {
        OFF,
        TRY,
        REQUIRE
    }

    /** Whether we know who is at the other end, and not just that nobody else listens. */
    public boolean verifies() {
        return pin.isPresent() || authority.isPresent();
    }
}
