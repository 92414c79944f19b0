package mailserver.queue.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.dsn.OneLine;
import org.tinylog.Logger;

/**
 * Files of entries that have ended, to be written over by the next entries. To make and remove a file for each message is what file systems
 * are slow at: ext4 without a journal passes by every inode that was freed in the last minute when it looks for a free one, which took
 * more time than all the rest of a message on its way through.
 *
 * <p>A file is renamed within the queue's folder, from its entry's name to a spare one and from there to the next entry's, so that each
 * name is there or not after a power cut, and never for half. It becomes spare when it is certain that the name it had is gone from the
 * disk, or that nothing follows from that name: otherwise an entry that comes back with the power would have another's content.
 *
 * <p>Only a file that nobody else has by another name, that no one but the folder's owner can read, and that is small: who has it open, or
 * has linked it, may see another message in it later, and whoever still sends a large one reads it as it goes.
 */
final class SpareFiles {
    private static final String PREFIX = ".spare-";
    /** A queue that was long and has become short must not keep all of its files. */
    private static final int MOST = 1024;
    /** In octets. A message up to this size is read whole before it is sent. */
    private static final long LARGEST = 64 * 1024;

    private static final int FILE_0600 = 0100600;
    /** Looks, a second apart, after which what nobody has needed goes: it is mail that should be gone. */
    private static final int PATIENCE = 10;

    private final Path folder;
    private final String prefix;
    private final Set<Path> aside = ConcurrentHashMap.newKeySet();
    private final Queue<Path> spare = new ConcurrentLinkedQueue<>();
    /** Put aside or spare. */
    private final AtomicInteger kept = new AtomicInteger();

    private volatile Optional<Object> owner = Optional.empty();
    private volatile int idle;

    /** None are kept until {@link #open()}. */
    SpareFiles(Path folder, String kind) {
        this.folder = folder;
        // What another process left is told apart.
        this.prefix = PREFIX + Long.toHexString(new SecureRandom().nextLong()) + kind + ".";
    }

    void open() throws IOException {
        owner = Optional.of(Files.getAttribute(folder, "unix:uid"));
    }

    /** A file to write over, which is the caller's from now on. */
    Optional<Path> take() {
        idle = 0;
        return poll();
    }

    private Optional<Path> poll() {
        Optional<Path> file = Optional.ofNullable(spare.poll());
        file.ifPresent(taken -> kept.decrementAndGet());
        return file;
    }

    /**
     * Takes an entry's file away under its name, to become spare later.
     *
     * @return false when it is to be removed instead
     */
    boolean putAside(Path file, String id) throws IOException {
        if (owner.isEmpty() || kept.get() >= MOST) {
            return false;
        }
        try {
            if (!isReusable(file)) {
                return false;
            }
            Path name = folder.resolve(prefix + id);
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
            aside.add(name);
            kept.incrementAndGet();
            return true;
        } catch (NoSuchFileException e) {
            // Somebody was faster.
            return false;
        }
    }

    /**
     * What was put aside for this entry may be written over.
     *
     * @return false when nothing was
     */
    boolean release(String id) {
        Path name = folder.resolve(prefix + id);
        return aside.remove(name) && spare.add(name);
    }

    private boolean isReusable(Path file) throws IOException {
        Map<String, Object> found = Files.readAttributes(file, "unix:mode,nlink,uid,size");
        return found.get("mode").equals(FILE_0600)
                && found.get("nlink").equals(1)
                && found.get("uid").equals(owner.orElseThrow())
                && (long) found.get("size") <= LARGEST;
    }

    /** To be called once a second: removes them when none has been needed for a while. */
    void tidy() {
        int looks = idle + 1;
        idle = looks;
        if (looks >= PATIENCE) {
            clear();
        }
    }

    /** Removes them. */
    void clear() {
        for (Optional<Path> file = poll(); file.isPresent(); file = poll()) {
            try {
                Files.deleteIfExists(file.get());
            } catch (IOException e) {
                Logger.warn("queue: {} can't be removed: {}", file.get().getFileName(), OneLine.of(e.toString()));
            }
        }
    }

    /** Whether a file was kept for this by a process that is no more. */
    boolean isLeftOver(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && !name.startsWith(prefix);
    }
}
