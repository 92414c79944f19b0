package mailserver.route;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import mailserver.account.Account;
import mailserver.account.Quota;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.store.Maildir;
import mailserver.store.Usage;
import org.tinylog.Logger;

/**
 * How full mailboxes are that may not hold any amount. A mailbox is counted by its names, and then for some seconds by what is delivered to
 * it; so one that its owner has emptied takes mail again a moment later, and a busy one isn't gone through for each message.
 */
public final class Quotas {
    private static final Duration FRESH = Duration.ofSeconds(10);
    /** Of a full one its owner waits to hear that it is full no more. */
    private static final Duration FRESH_WHEN_FULL = Duration.ofSeconds(1);

    private final ServerFiles files;
    private final Supplier<Settings> settings;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<Address, Count> counts = new ConcurrentHashMap<>();

    private record Count(long octets, long countedAt) {}

    /** @param nanos as of {@link System#nanoTime()} */
    public Quotas(ServerFiles files, Supplier<Settings> settings, LongSupplier nanos) {
        this.files = files;
        this.settings = settings;
        this.nanos = nanos;
    }

    /** What a mailbox may hold, in octets; empty for any amount. */
    public Optional<Long> limit(Address account) {
        Settings now = settings.get();
        return now.accounts()
                .find(account)
                .flatMap(Account::quota)
                .or(() -> now.configuration().limits().mailbox())
                .filter(octets -> octets < Quota.UNLIMITED);
    }

    /** One without octets has no room in a full one, either. */
    private boolean isFull(Address account, long octets) {
        return limit(account)
                .filter(limit -> {
                    long used = used(account, FRESH);
                    boolean full = used >= limit || used + octets > limit;
                    long again = full ? used(account, FRESH_WHEN_FULL) : used;
                    return again >= limit || again + octets > limit;
                })
                .isPresent();
    }

    /** Whether a message comes to its end in mailboxes that have no room for it, and nowhere else. */
    public boolean refuses(Destinations ends, long octets) {
        return ends.queued().isEmpty()
                && !ends.mailboxes().isEmpty()
                && ends.mailboxes().keySet().stream().allMatch(mailbox -> isFull(mailbox, octets));
    }

    /** How full a mailbox with a limit is after a delivery, in percent. */
    public Optional<Long> delivered(Address account, long octets) {
        counts.computeIfPresent(account, (whose, count) -> new Count(count.octets() + octets, count.countedAt()));
        return limit(account).map(limit -> (long) (100.0 * used(account, FRESH) / limit));
    }

    private long used(Address account, Duration fresh) {
        long now = nanos.getAsLong();
        return counts.compute(
                        account,
                        (whose, known) -> known != null && now - known.countedAt() < fresh.toNanos()
                                ? known
                                : new Count(count(whose), now))
                .octets();
    }

    private long count(Address account) {
        try {
            return Usage.of(Maildir.of(files.maildir(), account).folder());
        } catch (IOException e) {
            // To refuse mail for that would help nobody.
            Logger.warn("it can't be seen how full the mailbox of {} is: {}", account, e.toString());
            return 0;
        }
    }
}
