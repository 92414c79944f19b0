package mailserver.server.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.config.value.Limits;
import mailserver.config.value.Network;
import mailserver.smtp.Reply;
import mailserver.smtp.server.Client;

/**
 * How many messages each login, and each trusted host, has handed in within the last hour. A stolen password, or a script that
 * runs wild, shall not send more than the configuration allows. Strangers, who reach our own users only, are not counted.
 *
 * <p>In memory only: a restart forgives. Bounded: each sender costs some three hundred octets, and of ten thousand senders the one
 * that has been silent for longest is forgotten.
 */
public final class MessageRates {
    private static final int MOST_SENDERS = 10_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Map<Sender, LastHour> senders = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sender, LastHour> eldest) {
            return size() > MOST_SENDERS;
        }
    };

    private sealed interface Sender {
        record Login(String account) implements Sender {}

        record Host(Network network) implements Sender {}
    }

    public MessageRates(InstantSource clock) {
        this.clock = clock;
    }

    /** Why this client may not begin another message now; empty when it may. */
    public Optional<Reply> refusal(Client client, Limits limits) {
        Optional<Integer> most =
                client.login().isPresent() ? limits.loginMessagesPerHour() : limits.hostMessagesPerHour();
        return sender(client)
                .flatMap(sender -> most.filter(bound -> sent(sender) >= bound))
                .map(bound -> Reply.of(450, 7, 1, bound + " messages in the last hour, try later"));
    }

    /** A message of this client is about to come. */
    public void count(Client client) {
        sender(client).ifPresent(sender -> {
            lock.lock();
            try {
                senders.computeIfAbsent(sender, fresh -> new LastHour()).add(clock.instant());
            } finally {
                lock.unlock();
            }
        });
    }

    private int sent(Sender sender) {
        lock.lock();
        try {
            return Optional.ofNullable(senders.get(sender))
                    .map(hour -> hour.sum(clock.instant()))
                    .orElse(0);
        } finally {
            lock.unlock();
        }
    }

    private static Optional<Sender> sender(Client client) {
        if (client.login().isPresent()) {
            return client.login().map(account -> new Sender.Login(account.folded()));
        }
        return client.trusted() ? Optional.of(new Sender.Host(Network.around(client.address()))) : Optional.empty();
    }

    /** A count for each of the last sixty minutes. */
    private static final class LastHour {
        private static final int MINUTES = (int) Duration.ofHours(1).toMinutes();

        private final int[] counts = new int[MINUTES];
        /** The minute, since 1970, that was counted last. */
        private long newest = Long.MIN_VALUE;

        void add(Instant now) {
            counts[slot(advance(now))]++;
        }

        int sum(Instant now) {
            advance(now);
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            return sum;
        }

        /** Empties the minutes that have become older than an hour. A clock that was set back begins anew: nobody is to wait for it. */
        private long advance(Instant now) {
            long minute = Math.floorDiv(now.getEpochSecond(), 60);
            if (newest == Long.MIN_VALUE || minute - newest >= MINUTES || minute < newest - 1) {
                Arrays.fill(counts, 0);
                newest = minute;
            }
            while (newest < minute) {
                newest++;
                counts[slot(newest)] = 0;
            }
            return newest;
        }

        private static int slot(long minute) {
            return (int) Math.floorMod(minute, (long) MINUTES);
        }
    }
}
