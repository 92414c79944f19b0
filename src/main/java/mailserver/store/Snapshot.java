package mailserver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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
    /** So often we look, as long as what was listed is gone when we come to it. */
    private static final int MOST_ROUNDS = 9;

    private record Identity(String base, Optional<Object> inode) {}

    private final Path maildir;
    private final Measured.Book book;
    private final List<StoredFile> files = new ArrayList<>();
    /** What need not be looked at again; in the first round, which nearly always is the last, only what was left out. */
    private final Set<Path> visited = new HashSet<>();

    private boolean vanished;
    /** Whether all that was found are messages whose names tell all, and tell the truth. */
    private boolean plain = true;

    private Snapshot(Path maildir, Measured.Book book) {
        this.maildir = maildir;
        this.book = book;
    }

    static List<StoredFile> take(Path maildir, Measured measured) throws IOException {
        RecentSnapshots.Look look = measured.recent().look(maildir);
        if (look.unchanged().isPresent()) {
            return look.unchanged().get();
        }
        Measured.Book book = measured.book(maildir);
        var snapshot = new Snapshot(maildir, book);
        snapshot.visitAll();
        book.save();
        List<StoredFile> files = snapshot.inOrder();
        if (snapshot.plain) {
            look.remember(files);
        }
        return files;
    }

    private void visitAll() throws IOException {
        boolean changed = MaildirFiles.visit(maildir, this::visit);
        // What was renamed between the listing and the stat has another name now, which the next round finds.
        for (int round = 1; vanished && round < MOST_ROUNDS || changed && round < MaildirFiles.ROUNDS; round++) {
            plain = false;
            vanished = false;
            files.forEach(file -> visited.add(file.path()));
            changed = MaildirFiles.visit(maildir, this::visit);
        }
    }

    private void visit(Path folder, Path path, String name) {
        if (!visited.isEmpty() && visited.contains(path)) {
            return;
        }
        try {
            add(folder, path, MaildirName.parse(name));
        } catch (NoSuchFileException e) {
            vanished = true;
        } catch (IOException e) {
            leaveOut(path);
            Logger.warn("left out {}, it can't be read: {}", path, e);
        }
    }

    private void leaveOut(Path path) {
        plain = false;
        visited.add(path);
    }

    private void add(Path folder, Path path, MaildirName name) throws IOException {
        // A link could lead anywhere, into somebody else's mail for one; no program delivers by symbolic links.
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            leaveOut(path);
            if (!attributes.isDirectory()) {
                Logger.warn("left out {}, it is no regular file", path);
            }
            return;
        }
        long wireBytes = told(name, attributes.size());
        Optional<String> digest = Optional.empty();
        if (wireBytes < 0) {
            plain = false;
            Measurement measurement = book.measure(path, name, attributes);
            wireBytes = measurement.wireBytes();
            digest = Optional.of(measurement.sha256());
        }
        files.add(new StoredFile(
                folder,
                name,
                isAscii(name.fileName()) ? Optional.empty() : Optional.of(path),
                Optional.ofNullable(attributes.fileKey()),
                attributes.size(),
                wireBytes,
                digest));
    }

    /**
     * The wire size, if the name tells it and all else, and if that goes with the file's length: every octet is one or two on the
     * wire. Otherwise -1.
     */
    private static long told(MaildirName name, long length) {
        long wire = name.wireBytes().orElse(-1);
        boolean believable = name.bytes().orElse(-1) == length && wire >= length && wire <= 2 * length + 2;
        return believable && name.hasSha256() ? wire : -1;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Sorted, and each once: a message that moved meanwhile was seen in new/ and in cur/. */
    private List<StoredFile> inOrder() {
        files.sort((one, other) -> one.name().compareTo(other.name()));
        var known = new HashSet<Identity>();
        var once = new ArrayList<StoredFile>(files.size());
        for (int i = 0; i < files.size(); i++) {
            StoredFile file = files.get(i);
            // Names of one message have the same time, and stand side by side. Nearly always each has a time of its
            // own.
            boolean single = !sameTime(i - 1, i) && !sameTime(i, i + 1);
            if (single || known.add(new Identity(file.name().base(), file.inode()))) {
                once.add(file);
            }
        }
        return List.copyOf(once);
    }

    private boolean sameTime(int one, int other) {
        return one >= 0
                && other < files.size()
                && files.get(one).name().sameTime(files.get(other).name());
    }
}
