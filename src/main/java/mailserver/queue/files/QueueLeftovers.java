package mailserver.queue.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import mailserver.dsn.OneLine;
import org.tinylog.Logger;

/**
 * Takes away what crashes left behind: texts that were never finished, texts without an envelope, files written aside.
 * Only when they are old, for a young one may be somebody's who is at work on it right now.
 */
final class QueueLeftovers {
    /** As long as a Maildir waits, too. */
    private static final Duration OLD = Duration.ofHours(36);

    private final Path root;
    private final InstantSource clock;
    private final Predicate<Path> nobodys;

    /** @param nobodys tells of a file that it is a leftover, however young */
    QueueLeftovers(Path root, InstantSource clock, Predicate<Path> nobodys) {
        this.root = root;
        this.clock = clock;
        this.nobodys = nobodys;
    }

    void sweep() throws IOException {
        sweep(root.resolve("tmp"));
        sweep(root);
    }

    private void sweep(Path folder) throws IOException {
        Instant limit = clock.instant().minus(OLD);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try {
                    if (isLeftover(file)
                            && (nobodys.test(file)
                                    || Files.getLastModifiedTime(file)
                                            .toInstant()
                                            .isBefore(limit))) {
                        Files.deleteIfExists(file);
                        Logger.info(
                                "queue: removed the leftover {}",
                                OneLine.of(file.getFileName().toString()));
                    }
                } catch (NoSuchFileException e) {
                    // Another server, or its owner, was faster.
                }
            }
        }
    }

    private boolean isLeftover(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        String name = file.getFileName().toString();
        if (name.endsWith(EntryFiles.TEXT)
                && !name.startsWith(".")
                && file.getParent().equals(root)) {
            String id = name.substring(0, name.length() - EntryFiles.TEXT.length());
            return !Files.exists(root.resolve(id + EntryFiles.ENVELOPE));
        }
        return name.startsWith(".") || !file.getParent().equals(root);
    }
}
