package mailserver.server;

/**
 * Somebody who is connected.
 *
 * @param service the label of {@link Service}
 * @param network an IPv4 address or an IPv6 /64
 */
public record ConnectedClient(String service, String network) {}
