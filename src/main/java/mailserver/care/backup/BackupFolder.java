package mailserver.care.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.ServerFiles;
import mailserver.store.DurableFiles;
import mailserver.store.LockFile;

/** Where a backup lies: a home without log and running server, and a note that says since when it is whole. */
public final class BackupFolder {
    private static final String NOTE = "BACKUP";
    private static final String COMPLETE = "complete ";
    private static final String BEGUN = "begun, and not complete yet";

    private final Path root;

    public BackupFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The backup, seen as the home that it is. */
    ServerFiles files() {
        return new ServerFiles(root);
    }

    /** When its last run that came to its end began; empty for one that never did, and for what is no backup. */
    Optional<Instant> complete() throws IOException {
        try {
            return Files.readString(note())
                    .lines()
                    .findFirst()
                    .filter(line -> line.startsWith(COMPLETE))
                    .map(line -> Instant.parse(line.substring(COMPLETE.length())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    boolean isBackup() {
        return Files.isRegularFile(note());
    }

    /** Makes the folder, or takes one that holds a backup; anything else might lose what is none of ours. */
    LockFile open() throws IOException {
        DurableFiles.makeFolder(root);
        if (!isBackup()) {
            try (Stream<Path> children = Files.list(root)) {
                if (children.findAny().isPresent()) {
                    throw new IOException(root + " holds something, and no backup; name an empty folder, or a new one");
                }
            }
            write(BEGUN);
        }
        return LockFile.tryAcquire(root.resolve(".lock"))
                .orElseThrow(
                        () -> new IOException("another backup is being written to " + root + "; wait for its end"));
    }

    void completed(Instant began) throws IOException {
        write(COMPLETE + began);
    }

    /** Neither may lie in the other, or one would copy the copy. */
    void checkApart(ServerFiles home) throws IOException {
        Path mine = real(root);
        Path other = real(home.home());
        if (mine.startsWith(other.resolve("maildir"))
                || mine.startsWith(other.resolve("etc"))
                || other.startsWith(mine)) {
            throw new IOException(root + " and the home " + home.home() + " lie in each other; name another folder");
        }
    }

    private static Path real(Path path) throws IOException {
        Path there = path;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there.toRealPath().resolve(there.relativize(path)).normalize();
    }

    private void write(String state) throws IOException {
        String text = state + "\n"
                + "# A copy of a mail server's home; \"bin/mailserver restore\" brings it back, and rsync may carry it elsewhere.\n";
        DurableFiles.writeFile(note(), text.getBytes(StandardCharsets.UTF_8));
    }

    private Path note() {
        return root.resolve(NOTE);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
