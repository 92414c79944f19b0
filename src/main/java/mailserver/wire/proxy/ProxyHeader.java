package mailserver.wire.proxy;

import java.net.InetSocketAddress;

/** What a load balancer says of a connection. */
public sealed interface ProxyHeader {
    /** Its own, such as a health check (LOCAL, §2.2): the addresses of the connection itself are the true ones. */
    record Local() implements ProxyHeader {}

    /**
     * Of somebody that it can't name (UNKNOWN in §2.1, UNSPEC in §2.2). Again there are no addresses but those of the connection
     * itself.
     */
    record Unspecified() implements ProxyHeader {}

    /**
     * Of a client over TCP.
     *
     * @param source      the client
     * @param destination where it found the balancer
     * @param hop         how it came there
     */
    record Proxied(InetSocketAddress source, InetSocketAddress destination, ClientHop hop) implements ProxyHeader {}

    /** The way from the client to the balancer. It says nothing of the way from there to us. */
    enum ClientHop {
        /** PP2_CLIENT_SSL is set (§2.2.6). */
        TLS,
        /** In the clear, or nothing was said about it. */
        UNTOLD
    }
}
