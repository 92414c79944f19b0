package mailserver.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system of its own in an image file, mounted through a loop device until it is closed. The image is sparse: it takes the
 * space of what has been written. Only root can make one.
 */
public final class LoopMount implements Closeable {
    /** What mkfs.xfs asks for is a little less. */
    public static final long SMALLEST = 320L << 20;

    private final Path image;
    private final Path root;
    private boolean mounted;

    private LoopMount(Path image, Path root) {
        this.image = image;
        this.root = root;
    }

    /** It can't be done here, and the message says why. */
    public static final class NotHere extends IOException {
        private static final long serialVersionUID = 1;

        NotHere(String why) {
            super(why);
        }
    }

    /**
     * Makes and mounts one. The image lies beside the mount point, and goes with the folder that both are in.
     *
     * @param root where it is mounted; made when it isn't there
     * @param size in octets, {@link #SMALLEST} or more
     */
    public static LoopMount make(FileSystem kind, Path root, long size) throws IOException {
        if (!Programs.isRoot()) {
            throw new NotHere("mounting takes root");
        }
        try {
            Programs.need("mkfs." + kind, kind.debianPackage);
        } catch (IOException e) {
            throw new NotHere(e.getMessage());
        }
        Files.createDirectories(root);
        var mount = new LoopMount(root.resolveSibling(root.getFileName() + ".img"), root);
        try {
            mount.format(kind, size);
            mount.mount();
        } catch (IOException e) {
            mount.close();
            Files.deleteIfExists(mount.image);
            // A container's root may lack the right to, the kernel the file system.
            throw new NotHere(e.getMessage());
        }
        return mount;
    }

    private void format(FileSystem kind, long size) throws IOException {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        Programs.run("mkfs." + kind, "-q", image.toString());
    }

    private void mount() throws IOException {
        Programs.run("mount", "-o", "loop", image.toString(), root.toString());
        mounted = true;
    }

    public Path image() {
        return image;
    }

    public Path root() {
        return root;
    }

    /** All that was written so far is to outlast {@link #cut}. */
    public void sync() throws IOException {
        Programs.run("sync", "--file-system", root.toString());
    }

    /**
     * Cuts the power, as far as the file system goes: it writes nothing more, neither its log nor a page of a file, and every call
     * fails with EIO from now on. xfs_io has the request for ext4, too.
     */
    public void cut() throws IOException {
        Programs.need("xfs_io", "xfsprogs");
        Programs.run("xfs_io", "-x", "-c", "shutdown", root.toString());
    }

    /** After a cut, when no process has a file there: what the journal tells is done, and the rest is as the cut left it. */
    public void mountAgain() throws IOException {
        Programs.run("umount", root.toString());
        mounted = false;
        mount();
    }

    /** Unmounts it, also when a process is still in there. */
    @Override
    public void close() throws IOException {
        if (mounted) {
            Programs.run("umount", "-l", root.toString());
            mounted = false;
        }
    }
}
