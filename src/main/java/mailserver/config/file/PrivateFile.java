package mailserver.config.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a file that only its owner may read, so that a reader or a crash sees the old text or the new, never half. */
public final class PrivateFile {
    private PrivateFile() {}

    /** Writes aside, fsyncs, renames over the old file and fsyncs the folder. */
    public static void replace(Path target, String text) throws IOException {
        Path aside = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(aside);
        try (FileChannel channel =
                FileChannel.open(aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        keepOwner(target, aside);
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        // XFS says that a folder was synced when it has shut itself down; what is opened then fails.
        FileChannel.open(target.getParent(), StandardOpenOption.READ).close();
    }

    public static void createIfAbsent(Path target) throws IOException {
        Files.createDirectories(
                target.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel.open(target, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly())
                .close();
    }

    // Root edits the file of a server that runs as someone else: it must stay theirs, or they can't read it any more.
    private static void keepOwner(Path target, Path aside) throws IOException {
        Object owner = Files.getAttribute(target, "unix:uid");
        if (!owner.equals(Files.getAttribute(aside, "unix:uid"))) {
            try {
                Files.setAttribute(aside, "unix:uid", owner);
            } catch (FileSystemException e) {
                Files.deleteIfExists(aside);
                throw new FileSystemException(target.toString(), null, "belongs to another user; run this as them");
            }
        }
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }
}
