package mailserver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.tinylog.Logger;

/** Some files of one folder, of which each is to be looked at with one stat. One thread adds them, one looks at them. */
final class SnapshotPart {
    /** A file whose name doesn't tell all, or lies, or may do so because somebody wrote to the file since it got the name. */
    record Untold(Path path, MaildirName name, BasicFileAttributes attributes) {}

    /**
     * What was seen.
     *
     * @param told     messages whose names tell all, and tell the truth
     * @param leftOut  what can't be used
     * @param vanished whether some were gone already
     */
    record Seen(Path folder, StoredPage told, List<Untold> untold, List<Path> leftOut, boolean vanished) {}

    private record Listed(Path path, String name) {}

    private final Path folder;
    private final List<Listed> listed = new ArrayList<>(StoredPage.MOST);

    SnapshotPart(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    void add(Path path, String name) {
        listed.add(new Listed(path, name));
    }

    boolean isFull() {
        return listed.size() == StoredPage.MOST;
    }

    Seen look() {
        var told = new ArrayList<StoredFile>(listed.size());
        var untold = new ArrayList<Untold>();
        var leftOut = new ArrayList<Path>();
        boolean vanished = false;
        for (Listed file : listed) {
            Path path = file.path();
            try {
                // A link could lead anywhere, into somebody else's mail for one; no program delivers by symbolic links.
                var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isRegularFile()) {
                    sort(path, MaildirName.parse(file.name()), attributes, told, untold);
                } else {
                    leftOut.add(path);
                    warnOf(path, attributes);
                }
            } catch (NoSuchFileException e) {
                vanished = true;
            } catch (IOException e) {
                leftOut.add(path);
                Logger.warn("left out {}, it can't be read: {}", path, e);
            }
        }
        return new Seen(folder, new StoredPage(folder, told), untold, leftOut, vanished);
    }

    private static void sort(
            Path path, MaildirName name, BasicFileAttributes attributes, List<StoredFile> told, List<Untold> untold) {
        long wireBytes = name.wireBytes(attributes.size());
        if (wireBytes < 0 || name.isOlderThan(attributes.lastModifiedTime())) {
            untold.add(new Untold(path, name, attributes));
        } else {
            told.add(StoredFile.of(path, name, attributes, wireBytes));
        }
    }

    private static void warnOf(Path path, BasicFileAttributes attributes) {
        if (!attributes.isDirectory()) {
            Logger.warn("left out {}, it is no regular file", path);
        }
    }
}
