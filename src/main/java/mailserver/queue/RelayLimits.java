package mailserver.queue;

/**
 * How much goes on at once.
 *
 * @param perPeer     connections to one next hop
 * @param connections connections to all of them
 */
public record RelayLimits(int perPeer, int connections) {}
