package mailserver.care;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import mailserver.store.DurableFiles;

/** Puts what is wrong where nobody reads it as mail, and deletes nothing. */
final class SetAsideFile {
    static final String FOLDER = "aside";

    private SetAsideFile() {}

    /**
     * Moves a file into {@code aside/} of its mailbox or queue.
     *
     * @return where it is now; empty when somebody else was faster
     */
    static Optional<Path> put(Path file, Path owner) throws IOException {
        Path folder = owner.resolve(FOLDER);
        DurableFiles.makeFolderAgain(folder);
        return rename(file, free(folder.resolve(file.getFileName().toString())));
    }

    /** Gives a file another name; empty when it is gone, or when that name is taken. */
    static Optional<Path> rename(Path file, Path name) throws IOException {
        if (Files.exists(name)) {
            return Optional.empty();
        }
        try {
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        DurableFiles.syncFolder(name.getParent());
        if (!name.getParent().equals(file.getParent())) {
            DurableFiles.syncFolder(file.getParent());
        }
        return Optional.of(name);
    }

    /** Two folders of one mailbox can have a file of the same name. */
    private static Path free(Path name) {
        Path free = name;
        for (int i = 1; Files.exists(free); i++) {
            free = name.resolveSibling(name.getFileName() + "." + i);
        }
        return free;
    }
}
