package mailserver.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mailserver.account.Account;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.value.Retention;
import mailserver.mail.Address;
import mailserver.store.Expiry;
import mailserver.store.Maildir;
import mailserver.time.ScaledClock;
import org.tinylog.Logger;

/**
 * Removes what crashed deliveries left in the mailboxes' {@code tmp} folders and, if {@code [retention]} or {@code pop3.expire}
 * says so, what has been in a mailbox for too long; at the start and once a day.
 */
final class Housekeeping implements Closeable {
    private static final Duration ROUND = Duration.ofDays(1);

    private final ServerFiles files;
    private final Supplier<Settings> settings;
    private final InstantSource clock;
    private volatile boolean closed;
    private final Thread thread;

    Housekeeping(ServerFiles files, Supplier<Settings> settings, InstantSource clock) {
        this.files = files;
        this.settings = settings;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            sweep();
            expire();
            LockSupport.parkNanos(ROUND.toNanos());
        }
    }

    private void sweep() {
        // The queue looks after its own tmp folder.
        Set<Path> noDomains = files.notDomains();
        for (Path domain : folders(files.maildir())) {
            if (!noDomains.contains(domain)) {
                folders(domain).forEach(this::sweepMailbox);
            }
        }
    }

    private void sweepMailbox(Path mailbox) {
        try {
            new Maildir(mailbox).removeLeftovers(ScaledClock.ofFiles(clock).instant());
        } catch (IOException | DirectoryIteratorException e) {
            Logger.warn("old files in {} are not removed: {}", mailbox, e.toString());
        }
    }

    /** Only in the mailboxes of those who are told so in CAPA (RFC 2449 §6.7), not in what a former account has left. */
    private void expire() {
        Settings current = settings.get();
        Retention written = current.configuration().retention();
        Retention kept = current.configuration().kept();
        for (Account account : current.accounts().all()) {
            Optional<Duration> age = kept.of(account.address());
            String setting = age.equals(written.of(account.address())) ? "retention" : "pop3.expire";
            age.ifPresent(days -> expire(account.address(), days, setting));
        }
    }

    private void expire(Address account, Duration age, String setting) {
        Path mailbox = Maildir.of(files.maildir(), account).folder();
        try {
            int removed = Expiry.removeOlderThan(clock.instant().minus(age), mailbox);
            if (removed > 0) {
                Logger.info(
                        "removed {} messages of {} that were older than {} days ({})",
                        removed,
                        account,
                        age.toDays(),
                        setting);
            }
        } catch (IOException e) {
            Logger.error("the removal of old messages of {} may not last: {}", account, e.toString());
        }
    }

    /** The folders within a folder. One that can't be read is no reason to leave the others alone. */
    private static List<Path> folders(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        } catch (IOException | UncheckedIOException e) {
            Logger.warn("old files in {} are not removed: {}", parent, e.toString());
            return List.of();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
