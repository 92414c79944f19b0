package mailserver.server.limit;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import mailserver.config.value.Network;

/**
 * Makes guessing passwords slow: for a network, which is an IPv4 address or an IPv6 /64, and apart from it for an account.
 *
 * <p>Behind a few failures each try from a network waits for its turn, so the number of connections makes no difference. An
 * account that is guessed at from many places puts off the answers to wrong passwords only: its owner, who knows the right one,
 * gets in at once from anywhere else. All of it fades within minutes, and is bounded, the oldest going first.
 */
final class GuessLimiter {
    private static final Duration HALF_LIFE = Duration.ofMinutes(5);
    private static final FadingCounter.Price OF_NETWORK =
            new FadingCounter.Price(3, Duration.ofMillis(500), Duration.ofSeconds(10), HALF_LIFE);
    private static final FadingCounter.Price OF_ACCOUNT =
            new FadingCounter.Price(3, Duration.ofMillis(500), Duration.ofSeconds(3), HALF_LIFE);
    /** Who would have to wait for so long is told to come back instead. */
    private static final Duration PATIENCE = Duration.ofSeconds(21);

    private final FadingCounter<Network> networks;
    private final FadingCounter<String> accounts;

    GuessLimiter(InstantSource clock) {
        this.networks = new FadingCounter<>(OF_NETWORK, clock);
        this.accounts = new FadingCounter<>(OF_ACCOUNT, clock);
    }

    /** How long a client has to wait before its password is looked at; empty when it is too long for anybody. */
    Optional<Duration> beforeTry(InetAddress client) {
        Duration wait = networks.turn(Network.around(client), PATIENCE);
        return wait.compareTo(PATIENCE) < 0 ? Optional.of(wait) : Optional.empty();
    }

    /** Counts a failure; returns for how long the answer to it shall be put off. */
    Duration failed(InetAddress client, String account) {
        networks.count(Network.around(client));
        return accounts.count(account);
    }
}
