package mailserver.care.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import mailserver.store.DurableFiles;
import mailserver.store.Maildrop;
import mailserver.store.MeasurementCache;

/** What lies in a folder beside messages: other programs' indexes, what was put aside, configuration. It may be written to in place. */
final class OtherFiles {
    /** What only counts while the process lives that made it, or is found out again. */
    private static final Set<String> WORTHLESS =
            Set.of("tmp", Maildrop.LOCK, MeasurementCache.FILE, MeasurementCache.FILE + ".new");

    private static final Set<String> MESSAGES = Set.of("new", "cur");

    private OtherFiles() {}

    /** The names of all that is to be kept, folders and files, but not those of messages. */
    static Set<String> names(Path folder) throws IOException {
        var names = new TreeSet<String>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                boolean ours = name.startsWith(FileCopies.PREFIX)
                        || WORTHLESS.contains(name)
                        || MESSAGES.contains(name) && Files.isDirectory(child);
                if (!ours && (isFile(child) || isFolder(child))) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException e) {
            // None.
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return names;
    }

    static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** A link to one, too: a certificate is often kept elsewhere. */
    static boolean isFile(Path path) {
        return Files.isRegularFile(path);
    }

    /** Whether a copy needs no look at its octets to be the same: what rsync asks, too. */
    static boolean isSame(Path one, Path other) {
        try {
            var first = Files.readAttributes(one, BasicFileAttributes.class);
            var second = Files.readAttributes(other, BasicFileAttributes.class);
            return first.isRegularFile()
                    && second.isRegularFile()
                    && first.size() == second.size()
                    && first.lastModifiedTime().equals(second.lastModifiedTime());
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes away a copy of what is there no more; a folder with all in it. */
    static void remove(Path copy) throws IOException {
        if (isFolder(copy)) {
            List<Path> children;
            try (Stream<Path> listed = Files.list(copy)) {
                children = listed.toList();
            }
            for (Path child : children) {
                remove(child);
            }
        }
        Files.deleteIfExists(copy);
        DurableFiles.syncFolder(copy.getParent());
    }
}
