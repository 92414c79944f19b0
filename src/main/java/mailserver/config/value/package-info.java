/**
 * The values that settings are made of: networks, ports, peers, limits, TLS policies.
 *
 * <p>It doesn't know in which file they stand, nor who uses them. Read {@link mailserver.config.value.Peer} first.
 */
package mailserver.config.value;
