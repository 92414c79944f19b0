package mailserver.server.limit;

/**
 * Somebody who is connected.
 *
 * @param service such as {@code smtp}
 * @param network an IPv4 address or an IPv6 /64
 */
public record ConnectedClient(String service, String network) {}
