package mailserver.config.value;

import java.util.Optional;

/**
 * Another server that mail is brought to.
 *
 * @param login how we show there who we are, where a smarthost wants to know
 */
public record Peer(HostPort place, TlsPolicy tls, Optional<PeerLogin> login) {
    /** One of whom only the place is known: encrypted where the peer can. */
    public static Peer at(HostPort place) {
        return new Peer(place, TlsPolicy.OPPORTUNISTIC, Optional.empty());
    }

    /** The same, talked to in the clear. */
    public Peer withoutTls() {
        return new Peer(place, TlsPolicy.NONE, login);
    }

    /** For people: where it is, and how the way there is protected. */
    public String inWords() {
        return place + ", " + tls.inWords()
                + login.map(known -> ", logged in as " + known.user()).orElse("");
    }
}
