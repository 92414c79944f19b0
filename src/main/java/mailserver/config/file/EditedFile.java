package mailserver.config.file;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that people and commands edit. Who reads it sees the old text or the new, never half.
 *
 * <p>A lock on the file keeps two commands from undoing each other's work.
 */
public final class EditedFile {
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    /** Makes the new text of the old; empty leaves the file as it is, and so does what it throws. */
    public interface Edit {
        Optional<String> apply(Path target, String text) throws ConfigurationException;
    }

    private final Path file;

    public EditedFile(Path file) {
        this.file = file;
    }

    /** Edits the file, which is made when absent; false when there was nothing to change. */
    public boolean edit(Edit edit) throws IOException, ConfigurationException {
        // A link is followed: the rename would put a file in its place.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        IN_THIS_PROCESS.lock();
        try (FileChannel locked = lock(target)) {
            // Read through this channel alone: to close another one on the same file gives up the lock (fcntl(2)).
            byte[] bytes = Channels.newInputStream(locked).readAllBytes();
            Faults faults = new Faults();
            String text = TextLines.decode(target, bytes, faults);
            faults.throwIfAny();
            Optional<String> edited = edit.apply(target, text);
            if (edited.isPresent()) {
                PrivateFile.replace(target, edited.get());
            }
            return edited.isPresent();
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    /** Locks the file, made when absent, and sees to it that the locked file is the one that bears the name. */
    private static FileChannel lock(Path target) throws IOException {
        while (true) {
            PrivateFile.createIfAbsent(target);
            Object before = identity(target);
            FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                channel.lock();
                // Whoever held the lock before us has renamed a new file into place; ours is gone then.
                if (identity(target).equals(before)) {
                    return channel;
                }
                channel.close();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    private static Object identity(Path target) throws IOException {
        return Files.readAttributes(target, BasicFileAttributes.class).fileKey();
    }
}
