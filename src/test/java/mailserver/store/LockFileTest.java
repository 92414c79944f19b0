package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
    @TempDir
    Path folder;

    @Test
    void has_one_holder_at_a_time() throws IOException {
        Path file = folder.resolve("lock");
        LockFile lock = LockFile.tryAcquire(file).orElseThrow();
        assertEquals(Optional.empty(), LockFile.tryAcquire(file));
        assertTrue(lock.isHeld());

        lock.close();
        assertFalse(lock.isHeld());
        lock.close();
        LockFile again = LockFile.tryAcquire(file).orElseThrow();
        assertEquals(Optional.empty(), LockFile.tryAcquire(file));
        // A second close of the first holder releases nothing of the second one's.
        lock.close();
        assertEquals(Optional.empty(), LockFile.tryAcquire(file));
        again.close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(0, Files.size(file));
    }

    @Test
    void is_the_same_by_another_path() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("way"), Files.createDirectory(folder.resolve("real")));
        LockFile lock = LockFile.tryAcquire(folder.resolve("real/lock")).orElseThrow();
        assertEquals(Optional.empty(), LockFile.tryAcquire(link.resolve("lock")));
        lock.close();
    }

    @Test
    void is_seen_by_another_process_even_after_a_failed_attempt_of_ours() throws Exception {
        Path file = folder.resolve("lock");
        LockFile lock = LockFile.tryAcquire(file).orElseThrow();
        assertEquals(Optional.empty(), LockFile.tryAcquire(file));
        assertFalse(otherProcessGets(file));
        lock.close();
        assertTrue(otherProcessGets(file));
    }

    @Test
    void needs_its_folder() {
        Path file = folder.resolve("absent/lock");
        assertThrows(NoSuchFileException.class, () -> LockFile.tryAcquire(file));
    }

    private static boolean otherProcessGets(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attempt.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        return process.waitFor() == 0;
    }

    /** Tries for the lock in a JVM of its own. */
    static final class Attempt {
        private Attempt() {}

        public static void main(String[] arguments) throws IOException {
            System.exit(LockFile.tryAcquire(Path.of(arguments[0])).isPresent() ? 0 : 1);
        }
    }
}
