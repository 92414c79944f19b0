package mailserver.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import mailserver.store.DurableFiles;
import mailserver.store.LockFile;

/** Tries on a file system what all mail on it will depend on: a lock, a synced file, a link, a rename, a synced folder. */
record FileSystemProbe(Path folder) {
    /**
     * Takes a lock for good.
     *
     * @return empty when somebody else has it
     */
    static Optional<LockFile> lock(Path file) throws ClusterException {
        try {
            return LockFile.tryAcquire(file);
        } catch (IOException e) {
            throw new ClusterException("the file system of " + file.getParent() + " gives no locks (fcntl): " + e);
        }
    }

    void run() throws IOException, ClusterException {
        Path one = folder.resolve("probe.1");
        Path two = folder.resolve("probe.2");
        Path three = folder.resolve("probe.3");
        try {
            DurableFiles.writeFile(one, new byte[] {1});
            Files.deleteIfExists(two);
            Files.createLink(two, one);
            Files.move(two, three, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncFolder(folder);
            if (Files.exists(two) || !Files.isSameFile(one, three)) {
                throw new IOException("a link that was renamed is not the file it was made of");
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new ClusterException(
                    "the file system of " + folder + " can't do what mail needs (fsync, link, rename): " + e);
        } finally {
            for (Path file : new Path[] {one, two, three}) {
                Files.deleteIfExists(file);
            }
        }
    }
}
