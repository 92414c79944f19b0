package mailserver.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock that one holder among all processes and threads has, made of an empty file that is never removed.
 *
 * <p>It is an fcntl lock: the kernel drops it when the process dies, however it dies, and it works over NFS. A file whose
 * mere existence is the lock needs a guess about when its owner is dead. And the file stays, because whoever removes a lock
 * file may remove the one that somebody else has just locked.
 */
public final class LockFile implements Closeable {
    /**
     * The locks of this JVM. An fcntl lock belongs to the process, and closing <em>any</em> descriptor of the file drops it
     * (fcntl_locking(2)), so a second attempt from the same process must be turned away before it opens the file. The kernel
     * keeps one table a process; this set mirrors that, which is why it is static.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private LockFile(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock without waiting.
     *
     * @param file made with mode 0600 when absent; its folder must exist
     * @return empty when somebody else has it
     */
    public static Optional<LockFile> tryAcquire(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path key = absolute.getParent().toRealPath().resolve(absolute.getFileName());
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        Optional<LockFile> lock = Optional.empty();
        try {
            lock = lock(key);
        } finally {
            if (lock.isEmpty()) {
                HELD.remove(key);
            }
        }
        return lock;
    }

    private static Optional<LockFile> lock(Path key) throws IOException {
        // NFS gives an exclusive lock only on a file that is open for writing.
        FileChannel channel = FileChannel.open(
                key,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            // Held by this JVM under another name, through a hard link perhaps.
        } finally {
            if (lock.isEmpty()) {
                channel.close();
            }
        }
        return lock.map(held -> new LockFile(key, channel));
    }

    /**
     * Whether it is still ours, as far as the file system tells. On one disk it always is. A network file system may drop locks when one of
     * its servers starts anew or a connection breaks; GlusterFS (with client.strict-locks) and NFSv4 then fail every call on the file
     * that was open meanwhile, and nothing else tells.
     */
    boolean isHeld() {
        try {
            return channel.size() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } finally {
            // Last: until the descriptor is closed, a new holder would lose its lock with it.
            HELD.remove(key);
        }
    }
}
