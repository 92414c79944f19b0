package mailserver.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * Writes that are on the disk when they return. A file is made aside, synced, published by one rename or link, and its folder
 * synced: without the last step the name can be missing after a power cut although the data is there (fsync(2)).
 */
public final class DurableFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> FILE_MODE = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final FileAttribute<?> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final SecureRandom RANDOM = new SecureRandom();
    /**
     * Folders whose own names are known to be on disk. One that is there may have been made a moment ago by another session,
     * which has yet to sync it; the kernel doesn't tell.
     */
    private static final Set<Path> KNOWN = ConcurrentHashMap.newKeySet();

    /** A message to a thousand recipients must not need a thousand threads of the system. */
    private static final int SYNCS_ABREAST = 32;

    private DurableFiles() {}

    /** Creates a file, mode 0600, for writing. It must not exist. */
    public static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), FILE_MODE);
    }

    /**
     * Makes a folder and those above it, mode 0700, and syncs the folder that each was made in. One that was made or found here
     * before is taken to be there still: each message comes by here, for three folders of each of its mailboxes.
     */
    public static void makeFolder(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (!KNOWN.contains(absolute)) {
            makeUnknownFolder(absolute);
        }
    }

    /** The same for one that somebody may have removed since it was made or found here. */
    public static void makeFolderAgain(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            KNOWN.removeIf(known -> known.startsWith(absolute) || absolute.startsWith(known));
        }
        makeFolder(absolute);
    }

    private static void makeUnknownFolder(Path absolute) throws IOException {
        Path parent = absolute.getParent();
        if (!Files.isDirectory(absolute)) {
            makeFolder(parent);
            try {
                Files.createDirectory(absolute, FOLDER_MODE);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(absolute)) {
                    throw e;
                }
            }
        }
        // What is above was synced by whoever made this one.
        if (Files.isReadable(parent)) {
            syncFolder(parent);
        }
        KNOWN.add(absolute);
    }

    /** Opens a file to be written over from its beginning, or makes it. What is longer than the new content is cut off by the caller. */
    static FileChannel reopen(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE), FILE_MODE);
    }

    /** Replaces or makes a file with this content, in one step for every reader. */
    public static void writeFile(Path target, byte[] content) throws IOException {
        // Random: process ids and counters begin alike in every container that shares the folder.
        Path aside = target.resolveSibling("." + target.getFileName() + "." + Long.toHexString(RANDOM.nextLong()));
        writeFile(target, content, aside, create(aside));
    }

    /**
     * The same with a file that is nobody's any more, in the same folder: it is written over, and gets the name.
     *
     * @param spare gone afterwards, also when this fails
     */
    public static void writeFile(Path target, byte[] content, Path spare) throws IOException {
        writeFile(target, content, spare, reopen(spare));
    }

    private static void writeFile(Path target, byte[] content, Path aside, FileChannel made) throws IOException {
        try {
            try (FileChannel channel = made) {
                writeAll(channel, content);
                cutOff(channel);
                channel.force(true);
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
        syncFolder(target.toAbsolutePath().getParent());
    }

    /** Ends a file where it has been written to. */
    static void cutOff(FileChannel channel) throws IOException {
        if (channel.size() > channel.position()) {
            channel.truncate(channel.position());
        }
    }

    /** Writes all of it; does not sync. */
    public static void writeAll(FileChannel channel, byte[] octets) throws IOException {
        writeAll(channel, ByteBuffer.wrap(octets));
    }

    static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Gives a finished, synced file a second name; copies it where the file system can't link. Does not sync the folder. */
    public static void link(Path existing, Path name) throws IOException {
        try {
            Files.createLink(name, existing);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            // Another file system (a user's folder may be a mount of its own), or one without links.
            if (!Files.isRegularFile(existing)) {
                throw e instanceof IOException io ? io : new IOException(e);
            }
            copy(existing, name);
        }
    }

    private static void copy(Path existing, Path name) throws IOException {
        Path aside = name.resolveSibling("." + name.getFileName());
        try (FileChannel in = FileChannel.open(existing, StandardOpenOption.READ);
                FileChannel out = create(aside)) {
            long size = in.size();
            long done = 0;
            while (done < size) {
                done += in.transferTo(done, size - done, out);
            }
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
        Files.move(aside, name, StandardCopyOption.ATOMIC_MOVE);
    }

    public static void syncFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Returns when every change of names in the folder that came before this call is on disk. */
    public static void syncFolder(Path folder) throws IOException {
        FolderSync.sync(folder);
    }

    /** The same for several folders, side by side: a file system takes what comes together in one go. */
    public static void syncFolders(List<Path> folders) throws IOException {
        if (folders.size() == 1) {
            syncFolder(folders.getFirst());
            return;
        }
        var failures = new ConcurrentLinkedQueue<IOException>();
        var left = new ConcurrentLinkedQueue<>(folders);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(folders.size(), SYNCS_ABREAST); i++) {
                threads.execute(() -> syncEach(left, failures));
            }
        }
        if (!failures.isEmpty()) {
            throw failures.peek();
        }
    }

    private static void syncEach(Queue<Path> folders, Queue<IOException> failures) {
        for (Path folder = folders.poll(); folder != null; folder = folders.poll()) {
            try {
                syncFolder(folder);
            } catch (IOException e) {
                failures.add(e);
            }
        }
    }
}
