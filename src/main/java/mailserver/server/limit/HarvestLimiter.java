package mailserver.server.limit;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import mailserver.config.value.Network;

/**
 * Makes it slow to find out who has a mailbox here. Each answer that tells a stranger of one who hasn't is counted for its
 * network, whatever connections it comes on, and behind some that are free it is put off. Word of who is known is not: mail
 * from the same network that has a recipient goes through at once.
 */
public final class HarvestLimiter {
    /** A mailing list that has not been tended for long has some unknown recipients, too. */
    private static final FadingCounter.Price PRICE =
            new FadingCounter.Price(20, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofMinutes(10));
    /** However many connections wait for a turn, none waits longer: RFC 5321 §4.5.3.2.3 gives RCPT five minutes. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final FadingCounter<Network> networks;

    public HarvestLimiter(InstantSource clock) {
        this.networks = new FadingCounter<>(PRICE, clock);
    }

    /** Counts a guess; returns for how long the answer to it shall be put off. */
    public Duration guessed(InetAddress client) {
        Network network = Network.around(client);
        Duration wait = networks.turn(network, LONGEST);
        networks.count(network);
        return wait;
    }
}
