package mailserver.care.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import mailserver.store.DurableFiles;

/**
 * Makes files of a backup that are there whole or not at all, whenever the process ends. Within a file system it links: a message
 * is never written to again, so its copy costs nothing. Elsewhere, and where somebody asks for it, it copies; the JDK does that with
 * copy_file_range(2), which shares the blocks on file systems that can.
 */
final class FileCopies {
    /** Hidden, wherever it may stay when the process ends. */
    static final String PREFIX = ".copy-of-";

    private boolean linking;

    FileCopies(boolean linking) {
        this.linking = linking;
    }

    /**
     * Gives a file that nobody writes to any more a copy; the caller syncs its folder. One that is there already stays.
     *
     * @param tmp a folder of the same file system as {@code to}
     * @throws NoSuchFileException when {@code from} has gone
     */
    void put(Path from, Path to, Path tmp) throws IOException {
        try {
            if (!linking || !link(from, to)) {
                copy(from, to, tmp);
            }
        } catch (FileAlreadyExistsException e) {
            // From the time before this was broken off.
        }
    }

    /** The same for a file that somebody may write to, and over whatever is there. */
    static void replace(Path from, Path to, Path tmp) throws IOException {
        Path aside = tmp.resolve(PREFIX + to.getFileName());
        written(from, aside);
        Files.move(aside, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            // Another file system, or one without links: the next ones won't do it, either.
            linking = false;
            return false;
        }
    }

    private static void copy(Path from, Path to, Path tmp) throws IOException {
        Path aside = tmp.resolve(PREFIX + to.getFileName());
        written(from, aside);
        if (Files.exists(to)) {
            Files.delete(aside);
        } else {
            Files.move(aside, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** With times and permissions, which rsync compares, and synced. */
    private static void written(Path from, Path aside) throws IOException {
        Files.copy(from, aside, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void makeFolder(Path folder) throws IOException {
        DurableFiles.makeFolderAgain(folder);
    }
}
