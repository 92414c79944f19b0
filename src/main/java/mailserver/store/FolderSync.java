package mailserver.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One fsync of a folder for all who wait for it.
 *
 * <p>A sync covers what was renamed before it began. So who comes while one runs waits for the next one, which a single
 * member of the waiting group makes for all of them. If it fails, all of the group fail. Twenty senders to one folder cost
 * two syncs, not twenty.
 *
 * <p>The map is one for the process, as is the kernel's view of the folder; entries are dropped when nobody waits.
 */
final class FolderSync {
    private static final ConcurrentHashMap<Path, FolderSync> FOLDERS = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int users;
    private boolean running;
    /** The group that gathers for the next sync. */
    private Group next = new Group();

    private static final class Group {
        boolean done;
        IOException failure;

        void rethrow() throws IOException {
            if (failure != null) {
                throw new IOException("the folder could not be synced: " + failure.getMessage(), failure);
            }
        }
    }

    private FolderSync() {}

    static void sync(Path folder) throws IOException {
        Path key = folder.toAbsolutePath();
        FolderSync sync = FOLDERS.compute(key, (path, known) -> {
            FolderSync one = known == null ? new FolderSync() : known;
            one.users++;
            return one;
        });
        try {
            sync.await(key);
        } finally {
            FOLDERS.computeIfPresent(key, (path, known) -> --known.users == 0 ? null : known);
        }
    }

    private void await(Path folder) throws IOException {
        Group mine;
        lock.lock();
        try {
            mine = next;
            while (running && !mine.done) {
                ended.awaitUninterruptibly();
            }
            if (mine.done) {
                mine.rethrow();
                return;
            }
            running = true;
            next = new Group();
        } finally {
            lock.unlock();
        }
        IOException failure = null;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            force(channel, folder);
        } catch (IOException e) {
            failure = e;
        } finally {
            lock.lock();
            try {
                mine.done = true;
                mine.failure = failure;
                running = false;
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
        mine.rethrow();
    }

    /**
     * Syncs an open folder, and doesn't take the kernel's word for it: on XFS, fsync(2) of a folder returns 0 when the file system
     * shut itself down after an error of its log, and the changes are lost (seen with Linux 6.18; fsync of a file does look).
     * To look at the folder fails then.
     */
    static void force(FileChannel channel, Path folder) throws IOException {
        channel.force(true);
        Files.readAttributes(folder, BasicFileAttributes.class);
    }
}
