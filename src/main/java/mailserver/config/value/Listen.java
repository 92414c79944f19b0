package mailserver.config.value;

import java.util.List;

/**
 * Where one protocol listens; an empty list turns it off.
 *
 * @param listen    in the clear, with STARTTLS or STLS for who wants it
 * @param listenTls in TLS from the first octet (RFC 8314 §3)
 * @param proxyFrom load balancers, which say on each connection whom they bring
 */
public record Listen(List<HostPort> listen, List<HostPort> listenTls, List<Network> proxyFrom) {
    public static final Listen NOWHERE = new Listen(List.of(), List.of());

    public Listen {
        listen = List.copyOf(listen);
        listenTls = List.copyOf(listenTls);
        proxyFrom = List.copyOf(proxyFrom);
    }

    /** Everybody comes in person. */
    public Listen(List<HostPort> listen, List<HostPort> listenTls) {
        this(listen, listenTls, List.of());
    }

    public static Listen at(HostPort plain) {
        return new Listen(List.of(plain), List.of());
    }
}
