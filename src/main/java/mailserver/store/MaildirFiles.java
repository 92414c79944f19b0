package mailserver.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists the files in new/ and cur/ while other programs rename them.
 *
 * <p>new/ comes first: a message that moves meanwhile is seen twice rather than never. A rename within cur/ can still hide a
 * file, because readdir(3) promises nothing about names that change under it. So we look again when a folder's
 * time has changed, as Dovecot does; a name that is listed and no longer there does no harm, its reader will notice.
 */
public final class MaildirFiles {
    /** So often a folder that changes is gone through. */
    static final int ROUNDS = 3;

    private MaildirFiles() {}

    /** Takes a file that was found. */
    @FunctionalInterface
    interface Visitor {
        void visit(Path folder, Path file, String name);
    }

    /** All files but those whose names begin with a dot; a folder that is absent is empty. */
    public static Set<Path> list(Path maildir) throws IOException {
        var found = new LinkedHashSet<Path>();
        for (int round = 0; round < ROUNDS && visit(maildir, (folder, file, name) -> found.add(file)); round++) {}
        return found;
    }

    /**
     * Goes once through the same files, for one who wants to look at each at once.
     *
     * @return true when a folder has changed meanwhile, and one more round could find more
     */
    static boolean visit(Path maildir, Visitor visitor) throws IOException {
        List<Path> folders = List.of(maildir.resolve("new"), maildir.resolve("cur"));
        List<FileTime> before = folders.stream().map(MaildirFiles::time).toList();
        for (Path folder : folders) {
            visitFolder(folder, visitor);
        }
        return !before.equals(folders.stream().map(MaildirFiles::time).toList());
    }

    private static void visitFolder(Path folder, Visitor visitor) throws IOException {
        int prefix = folder.resolve("x").toString().length() - 1;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                // Cheaper than to ask the path for its last name, which makes a path of it.
                String name = file.toString().substring(prefix);
                if (!name.startsWith(".")) {
                    visitor.visit(folder, file, name);
                }
            }
        } catch (NoSuchFileException e) {
            // Made with the first delivery.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static FileTime time(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
