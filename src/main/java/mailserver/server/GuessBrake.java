package mailserver.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes guessing passwords slow: for a network, which is an IPv4 address or an IPv6 /64, and apart from it for an account.
 *
 * <p>Behind a few failures each try from a network waits for its turn, so the number of connections makes no difference. An
 * account that is guessed at from many places puts off the answers to wrong passwords only: its owner, who knows the right one,
 * gets in at once from anywhere else. All of it fades within minutes, and is bounded, the oldest going first.
 */
final class GuessBrake {
    private static final int FREE = 3;
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration NETWORK_MOST = Duration.ofSeconds(10);
    private static final Duration ACCOUNT_MOST = Duration.ofSeconds(3);
    /** Who would have to wait for longer is told to come back instead. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** In this time half of the failures are forgotten. */
    private static final Duration HALF_LIFE = Duration.ofMinutes(5);

    private static final int MOST_KEPT = 10_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Record> networks = oldestGoesFirst();
    private final Map<String, Record> accounts = oldestGoesFirst();

    /** @param turn when the next try may be made */
    private record Record(double failures, Instant counted, Instant turn) {
        static final Record CLEAN = new Record(0, Instant.EPOCH, Instant.EPOCH);

        double failuresAt(Instant now) {
            double halves = (double) Duration.between(counted, now).toMillis() / HALF_LIFE.toMillis();
            return halves <= 0 ? failures : failures * Math.pow(0.5, halves);
        }

        Record failed(Instant now) {
            return new Record(failuresAt(now) + 1, now, turn);
        }

        Record nextTurn(Instant next) {
            return new Record(failures, counted, next);
        }
    }

    GuessBrake(InstantSource clock) {
        this.clock = clock;
    }

    /** How long a client has to wait before its password is looked at; empty when it is too long for anybody. */
    Optional<Duration> beforeTry(InetAddress client) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Record record = networks.getOrDefault(network(client), Record.CLEAN);
            Duration pause = pause(record.failuresAt(now), NETWORK_MOST);
            if (pause.isZero()) {
                return Optional.of(Duration.ZERO);
            }
            Instant turn = record.turn().isAfter(now) ? record.turn().plus(pause) : now.plus(pause);
            Duration wait = Duration.between(now, turn);
            if (wait.compareTo(PATIENCE) > 0) {
                return Optional.empty();
            }
            networks.put(network(client), record.nextTurn(turn));
            return Optional.of(wait);
        } finally {
            lock.unlock();
        }
    }

    /** Counts a failure; returns for how long the answer to it shall be put off. */
    Duration failed(InetAddress client, String account) {
        lock.lock();
        try {
            Instant now = clock.instant();
            networks.merge(network(client), Record.CLEAN.failed(now), (old, fresh) -> old.failed(now));
            Record record = accounts.merge(account, Record.CLEAN.failed(now), (old, fresh) -> old.failed(now));
            return pause(record.failuresAt(now) - 1, ACCOUNT_MOST);
        } finally {
            lock.unlock();
        }
    }

    private static Duration pause(double failures, Duration most) {
        if (failures < FREE) {
            return Duration.ZERO;
        }
        double doubled = FIRST.toMillis() * Math.pow(2, Math.min(failures - FREE, 20));
        return Duration.ofMillis((long) Math.min(doubled, most.toMillis()));
    }

    /** Who has one IPv6 address has 2^64 of them (RFC 6177). */
    private static String network(InetAddress client) {
        byte[] octets = client.getAddress();
        return client instanceof Inet6Address ? Arrays.toString(Arrays.copyOf(octets, 8)) : Arrays.toString(octets);
    }

    private static Map<String, Record> oldestGoesFirst() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Record> eldest) {
                return size() > MOST_KEPT;
            }
        };
    }
}
