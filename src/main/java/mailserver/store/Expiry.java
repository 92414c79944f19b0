package mailserver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/**
 * Removes the messages that a Maildir has held for too long.
 *
 * <p>A message is as young as it can be: the time in its name counts, or that of its last change if that is later. A name may
 * be any program's invention, and a time of change may come from a backup or from the sender; to keep a message for longer
 * breaks no promise (RFC 2449 §6.7 calls it a minimum).
 */
public final class Expiry {
    private Expiry() {}

    /**
     * Removes what is older, and makes that durable.
     *
     * @return how many were removed: none while a POP3 session, whose messages must stay as it saw them, has the maildrop
     * @throws IOException if the removal may not outlast a crash
     */
    public static int removeOlderThan(Instant limit, Path maildir) throws IOException {
        List<Path> old = older(limit, maildir);
        if (old.isEmpty()) {
            return 0;
        }
        // Not before: most days nothing is to be done, and nobody's login must meet the lock for that.
        Optional<LockFile> lock = LockFile.tryAcquire(maildir.resolve(Maildrop.LOCK));
        if (lock.isEmpty()) {
            return 0;
        }
        try {
            return remove(old);
        } finally {
            lock.get().close();
        }
    }

    private static List<Path> older(Instant limit, Path maildir) throws IOException {
        var older = new ArrayList<Path>();
        for (Path file : MaildirFiles.list(maildir)) {
            try {
                if (isOlder(file, limit)) {
                    older.add(file);
                }
            } catch (IOException e) {
                // Gone meanwhile, or moved: the next round finds it under its new name.
            }
        }
        return older;
    }

    private static int remove(List<Path> files) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        int removed = 0;
        for (Path file : files) {
            try {
                Files.delete(file);
                folders.add(file.getParent());
                removed++;
            } catch (NoSuchFileException e) {
                // As above.
            } catch (IOException e) {
                Logger.warn("{} is too old and can't be removed: {}", file, e.toString());
            }
        }
        for (Path folder : folders) {
            DurableFiles.syncFolder(folder);
        }
        return removed;
    }

    /** The name is asked first: most messages are young, and cost no look at the file then. */
    private static boolean isOlder(Path file, Instant limit) throws IOException {
        if (MaildirName.parse(file.getFileName().toString()).seconds() >= limit.getEpochSecond()) {
            return false;
        }
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isRegularFile()
                && attributes.lastModifiedTime().toInstant().isBefore(limit);
    }
}
