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
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import mailserver.config.ServerFiles;
import mailserver.store.Maildir;
import org.tinylog.Logger;

/** Removes what crashed deliveries left in the mailboxes' {@code tmp} folders, at the start and once a day. */
final class Housekeeping implements Closeable {
    private static final Duration ROUND = Duration.ofDays(1);

    private final ServerFiles files;
    private final InstantSource clock;
    private volatile boolean closed;
    private final Thread thread;

    Housekeeping(ServerFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            sweep();
            LockSupport.parkNanos(ROUND.toNanos());
        }
    }

    private void sweep() {
        // The queue looks after its own tmp folder.
        Set<Path> noDomains = Set.of(files.queue(), files.run(), files.log());
        for (Path domain : folders(files.maildir())) {
            if (!noDomains.contains(domain)) {
                folders(domain).forEach(this::sweepMailbox);
            }
        }
    }

    private void sweepMailbox(Path mailbox) {
        try {
            new Maildir(mailbox).removeLeftovers(clock.instant());
        } catch (IOException | DirectoryIteratorException e) {
            Logger.warn("old files in {} are not removed: {}", mailbox, e.toString());
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
