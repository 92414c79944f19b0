package mailserver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/**
 * Finds all messages of a Maildir, in the order of their delivery, with one stat each. A file that can't be used is left
 * out: one bad file must not keep its owner from all the others.
 */
final class Snapshot {
    private static final int ROUNDS = 3;

    private record Identity(String base, Optional<Object> inode) {}

    private final Measured.Book book;
    private final Set<Path> visited = new HashSet<>();
    private final Set<Identity> known = new HashSet<>();
    private final List<StoredFile> files = new ArrayList<>();

    private Snapshot(Measured.Book book) {
        this.book = book;
    }

    static List<StoredFile> take(Path maildir, Measured measured) throws IOException {
        Measured.Book book = measured.book(maildir);
        var snapshot = new Snapshot(book);
        // What was renamed between the listing and the stat has another name now, which the next round finds.
        for (int round = 0; round < ROUNDS && snapshot.visit(MaildirFiles.list(maildir)); round++) {}
        book.save();
        snapshot.files.sort(Comparator.comparing(StoredFile::name));
        return List.copyOf(snapshot.files);
    }

    /** @return true when a file was no longer there */
    private boolean visit(Set<Path> paths) {
        boolean vanished = false;
        for (Path path : paths) {
            try {
                if (visited.add(path)) {
                    visit(path);
                }
            } catch (NoSuchFileException e) {
                vanished = true;
            } catch (IOException e) {
                Logger.warn("left out {}, it can't be read: {}", path, e);
            }
        }
        return vanished;
    }

    private void visit(Path path) throws IOException {
        // A link could lead anywhere, into somebody else's mail for one; no program delivers by symbolic links.
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            return;
        }
        if (!attributes.isRegularFile()) {
            Logger.warn("left out {}, it is no regular file", path);
            return;
        }
        MaildirName name = MaildirName.parse(path.getFileName().toString());
        Optional<Object> inode = Optional.ofNullable(attributes.fileKey());
        if (known.contains(new Identity(name.base(), inode))) {
            // The same message seen in new/ and in cur/.
            return;
        }
        Optional<Measurement> told = told(name, attributes.size());
        Measurement measurement = told.isPresent() ? told.get() : book.measure(path, name, attributes);
        known.add(new Identity(name.base(), inode));
        files.add(new StoredFile(path, name, inode, attributes.size(), measurement));
    }

    /** What the name says, if all of it is there and goes with the file's length: every octet is one or two on the wire. */
    private static Optional<Measurement> told(MaildirName name, long length) {
        long wire = name.wireBytes().orElse(-1);
        boolean believable = name.bytes().orElse(-1) == length && wire >= length && wire <= 2 * length + 2;
        return name.sha256().filter(digest -> believable).map(digest -> new Measurement(wire, digest));
    }
}
