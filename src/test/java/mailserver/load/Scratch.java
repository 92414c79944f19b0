package mailserver.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A folder for one run. It goes at the end, also when the program is interrupted; before it goes whatever was to be undone
 * (servers stopped, mounts taken away), the last one first.
 */
public final class Scratch implements Closeable {
    private final Path folder;
    private final boolean kept;
    private final Deque<Closeable> undoing = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::undo);

    /** @param kept leave the folder for a look at it */
    public Scratch(Path folder, boolean kept) throws IOException {
        this.folder = folder;
        this.kept = kept;
        Files.createDirectories(folder);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** In the folder for temporary files, which must be on a disk and not in memory for what is said of disks. */
    public static Scratch temporary(String name, boolean kept) throws IOException {
        return new Scratch(Files.createTempDirectory(name).toRealPath(), kept);
    }

    public Path folder() {
        return folder;
    }

    /** To be closed at the end, or at Ctrl-C. */
    public synchronized <T extends Closeable> T until(T end) {
        undoing.push(end);
        return end;
    }

    private synchronized void undo() {
        while (!undoing.isEmpty()) {
            try {
                undoing.pop().close();
            } catch (IOException | RuntimeException e) {
                System.err.println("not cleaned up: " + e);
            }
        }
        if (!kept && Files.exists(folder)) {
            remove();
        }
    }

    /** By rm(1): a benchmark leaves a million files behind, and the JDK takes its time over each. */
    private void remove() {
        try {
            new ProcessBuilder("rm", "-rf", folder.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println("not removed: " + folder + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        undo();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
