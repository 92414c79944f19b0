package mailserver.server.limit;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import mailserver.account.Authenticator;
import mailserver.config.value.Network;
import mailserver.mail.Address;
import mailserver.sasl.LoginGuard;

/**
 * The ways to a login. All who come from one network share one, and wait there for their turn behind failures. An account that has logged
 * in rightly from that network has a way of its own, so one device with a wrong password, or somebody who guesses, keeps nobody else of
 * the same house waiting: the password that was right last time is let in at once, and any other waits for the turns of that way, which
 * are no faster.
 *
 * <p>What that costs: for an account that is at home in the guesser's own network, some passwords more can be tried, a bounded number a
 * day. Elsewhere, and for all other accounts, nothing changes.
 */
public final class LoginLimiter {
    private static final Duration TURNED_AWAY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** The answer to a wrong password that was wrong before. */
    private static final Duration REPEATED = Duration.ofSeconds(1);

    private static final FadingCounter.Price OF_WAY =
            new FadingCounter.Price(3, Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMinutes(5));
    /** Behind so many wrong ones the right one waits for its turn, too: it would tell a guesser that it is right. */
    private static final FadingCounter.Price OF_DAY =
            new FadingCounter.Price(1_000, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofDays(1));
    /** Who would have to wait for so long is told to come back instead. */
    private static final Duration LONGEST = Duration.ofSeconds(21);

    private final Consumer<Duration> pause;
    private final Authenticator authenticator;
    private final KnownLogins known;
    private final GuessLimiter brake;
    private final FadingCounter<Way> ways;
    private final FadingCounter<Way> guesses;
    /** Of tries that begin together none knows yet that the others fail: without this, each connection had one for free. */
    private final KeyedSemaphore<Network> underWay = new KeyedSemaphore<>(8);

    private final KeyedSemaphore<Way> underOwnWay = new KeyedSemaphore<>(2);

    private record Way(Network network, String account) {}

    /** @param pause puts off an answer for so long */
    public LoginLimiter(Authenticator authenticator, KnownLogins known, InstantSource clock, Consumer<Duration> pause) {
        this.pause = pause;
        this.authenticator = authenticator;
        this.known = known;
        this.brake = new GuessLimiter(clock);
        this.ways = new FadingCounter<>(OF_WAY, clock);
        this.guesses = new FadingCounter<>(OF_DAY, clock);
    }

    public Client of(InetAddress address) {
        return new Client(address);
    }

    /** One client's way in, for one login at a time. */
    public final class Client implements LoginGuard {
        private final InetAddress address;
        private final Network network;
        private Optional<Runnable> leave = Optional.empty();
        private boolean own;

        private Client(InetAddress address) {
            this.address = address;
            this.network = Network.around(address);
        }

        /** Whether its password may be looked at before those of others. */
        public boolean isPreferred() {
            return own;
        }

        @Override
        public Admission admits(Address account, Optional<String> password) {
            var way = new Way(network, account.folded());
            own = known.has(network, account);
            if (own
                    && !guesses.isBeyond(way)
                    && password.filter(given -> authenticator.remembers(account, given))
                            .isPresent()) {
                return Admission.NOW;
            }
            if (password.filter(given -> authenticator.refusedBefore(account, given))
                    .isPresent()) {
                pause.accept(REPEATED);
                return Admission.AGAIN;
            }
            return own ? ownWay(way) : commonWay();
        }

        private Admission ownWay(Way way) {
            if (!underOwnWay.enter(way, PATIENCE)) {
                return Admission.LATER;
            }
            Duration wait = ways.turn(way, LONGEST);
            return waited(
                    wait.compareTo(LONGEST) < 0 ? Optional.of(wait) : Optional.empty(), () -> underOwnWay.leave(way));
        }

        private Admission commonWay() {
            if (!underWay.enter(network, PATIENCE)) {
                return Admission.LATER;
            }
            return waited(brake.beforeTry(address), () -> underWay.leave(network));
        }

        private Admission waited(Optional<Duration> wait, Runnable leaving) {
            if (wait.isEmpty()) {
                leaving.run();
            } else {
                leave = Optional.of(leaving);
            }
            // Who is told to come back hears so late, too: else it would ask again in the next millisecond.
            pause.accept(wait.orElse(TURNED_AWAY));
            return wait.isPresent() ? Admission.NOW : Admission.LATER;
        }

        @Override
        public void done() {
            leave.ifPresent(Runnable::run);
            leave = Optional.empty();
        }

        @Override
        public void granted(Address account) {
            known.add(network, account);
        }

        @Override
        public void denied(Address account) {
            var way = new Way(network, account.folded());
            if (known.has(network, account)) {
                ways.count(way);
                guesses.count(way);
            }
            pause.accept(brake.failed(address, account.folded()));
        }
    }
}
