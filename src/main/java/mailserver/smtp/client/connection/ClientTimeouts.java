package mailserver.smtp.client.connection;

import java.time.Duration;

/**
 * How long the client waits at each step.
 *
 * @param connect   for a connection, and once more for all of a TLS handshake
 * @param dataStart for the 354
 * @param dataBlock for the peer to take the next block of the message
 * @param dataEnd   for the reply that decides; to give up early here is to deliver twice (RFC 5321 §4.5.3.2.6)
 * @param quit      for the 221, which nobody needs
 */
public record ClientTimeouts(
        Duration connect,
        Duration greeting,
        Duration hello,
        Duration mail,
        Duration rcpt,
        Duration dataStart,
        Duration dataBlock,
        Duration dataEnd,
        Duration quit) {
    /** RFC 5321 §4.5.3.2, which names no time for a connection and none for QUIT. */
    public static final ClientTimeouts STANDARD = new ClientTimeouts(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofSeconds(2));

    /** The same for every step, for a person who waits or a test that doesn't. */
    public static ClientTimeouts all(Duration most) {
        return new ClientTimeouts(most, most, most, most, most, most, most, most, most);
    }
}
