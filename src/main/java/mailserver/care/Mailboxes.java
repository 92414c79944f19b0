package mailserver.care;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mailserver.config.ServerFiles;
import mailserver.store.Maildir;

/** Finds the mailboxes that lie in a home, whoever they belong to. */
public final class Mailboxes {
    private Mailboxes() {}

    /** All folders {@code maildir/<domain>/<user>} that are Maildirs, sorted. */
    public static List<Maildir> in(ServerFiles files) throws IOException {
        Set<Path> noDomains = files.notDomains();
        var found = new ArrayList<Maildir>();
        for (Path domain : folders(files.maildir())) {
            if (!noDomains.contains(domain) && !isHidden(domain)) {
                for (Path mailbox : folders(domain)) {
                    if (isMaildir(mailbox) && !isHidden(mailbox)) {
                        found.add(new Maildir(mailbox));
                    }
                }
            }
        }
        return found;
    }

    /** A mailbox, and what Maildir++ keeps within it: {@code .Sent}, {@code .Trash}. */
    public static List<Maildir> withSubfolders(Maildir mailbox) throws IOException {
        var all = new ArrayList<>(List.of(mailbox));
        for (Path folder : folders(mailbox.folder())) {
            if (isHidden(folder) && isMaildir(folder)) {
                all.add(new Maildir(folder));
            }
        }
        return all;
    }

    /** Whether other programs would take it for one; {@code tmp} alone may be what a crash left of its making. */
    public static boolean isMaildir(Path folder) {
        return Files.isDirectory(folder.resolve("new")) || Files.isDirectory(folder.resolve("cur"));
    }

    /** The folders within a folder, sorted; none in one that isn't there. */
    static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isHidden(Path folder) {
        return folder.getFileName().toString().startsWith(".");
    }
}
