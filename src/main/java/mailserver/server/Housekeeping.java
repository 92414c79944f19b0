package mailserver.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
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
        try (DirectoryStream<Path> domains = Files.newDirectoryStream(files.maildir(), Files::isDirectory)) {
            for (Path domain : domains) {
                if (!noDomains.contains(domain)) {
                    sweep(domain);
                }
            }
        } catch (IOException e) {
            Logger.warn("old files in tmp folders are not removed: {}", e.toString());
        }
    }

    private void sweep(Path domain) throws IOException {
        try (DirectoryStream<Path> users = Files.newDirectoryStream(domain, Files::isDirectory)) {
            for (Path user : users) {
                try {
                    new Maildir(user).removeLeftovers(clock.instant());
                } catch (IOException e) {
                    // One folder that can't be read is no reason to leave the others.
                    Logger.warn("old files in {} are not removed: {}", user, e.toString());
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
