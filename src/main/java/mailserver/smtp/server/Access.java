package mailserver.smtp.server;

import java.util.Optional;
import mailserver.sasl.LoginService;
import mailserver.wire.TlsLayer;

/**
 * What kind of door a client came through.
 *
 * @param tls     how a connection goes on in TLS; empty where there is no certificate
 * @param secured it is in TLS already (RFC 8314 §3.3)
 * @param desk    the door is for people, who say who they are before they send (RFC 6409 §4.3); empty at the one for servers
 */
public record Access(Optional<TlsLayer> tls, boolean secured, Optional<LoginService> desk) {
    /** A door for other servers, and no TLS. */
    public static final Access OPEN = new Access(Optional.empty(), false, Optional.empty());
}
