package mailserver.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.tinylog.Logger;

/**
 * Finds all messages of a Maildir, in the order of their delivery, with one stat each. A file that can't be used is left
 * out: one bad file must not keep its owner from all the others.
 *
 * <p>Nearly all of the time of a large Maildir goes into those stats, so idle processors take parts of them while the folders
 * are read. One part takes about a millisecond, after which sessions that wait for the same processor have their turn.
 */
public final class Snapshot {
    /** So often we look, as long as what was listed is gone when we come to it. */
    private static final int MOST_ROUNDS = 9;

    private final Path maildir;
    private final MeasurementCache.Book book;
    private final List<StoredPage> pages = new ArrayList<>();
    /** What need not be looked at again; in the first round, which nearly always is the last, only what was left out. */
    private final Set<Path> visited = new HashSet<>();

    /** Two for each other processor, so that the second waits when the first is done. */
    private final Semaphore helpers = new Semaphore(2 * (Runtime.getRuntime().availableProcessors() - 1));

    private final List<CompletableFuture<SnapshotPart.Seen>> helped = new ArrayList<>();
    private SnapshotPart part;
    private boolean vanished;
    /** Whether all that was found are messages, of which all is known. */
    private boolean plain = true;

    private Snapshot(Path maildir, MeasurementCache.Book book) {
        this.maildir = maildir;
        this.book = book;
        this.part = new SnapshotPart(maildir);
    }

    /** @param measurements remembers what was measured; where that is written down, the caller holds the Maildir's lock */
    public static StoredFiles take(Path maildir, MeasurementCache measurements) throws IOException {
        SnapshotCache.Look look = measurements.recent().look(maildir);
        if (look.unchanged().isPresent()) {
            return look.unchanged().get();
        }
        MeasurementCache.Book book = measurements.book(maildir);
        var snapshot = new Snapshot(maildir, book);
        snapshot.visitAll();
        book.save();
        var files = new StoredFiles(snapshot.pages);
        if (snapshot.plain) {
            look.remember(files);
        }
        return files;
    }

    private void visitAll() throws IOException {
        boolean changed = visitOnce();
        // What was renamed between the listing and the stat has another name now, which the next round finds.
        for (int round = 1; vanished && round < MOST_ROUNDS || changed && round < MaildirFiles.ROUNDS; round++) {
            plain = false;
            vanished = false;
            pages.forEach(page -> page.addPathsTo(visited));
            changed = visitOnce();
        }
    }

    private boolean visitOnce() throws IOException {
        boolean changed = MaildirFiles.visit(maildir, this::visit);
        take(part.look());
        part = new SnapshotPart(maildir);
        for (CompletableFuture<SnapshotPart.Seen> one : helped) {
            take(one.join());
        }
        helped.clear();
        return changed;
    }

    private void visit(Path folder, Path path, String name) {
        if (!visited.isEmpty() && visited.contains(path)) {
            return;
        }
        if (part.isFull() || !part.folder().equals(folder)) {
            next(folder);
        }
        part.add(path, name);
    }

    /** Begins a new part, and has the last one looked at. */
    private void next(Path folder) {
        SnapshotPart full = part;
        part = new SnapshotPart(folder);
        if (full.isFull() && helpers.tryAcquire()) {
            helped.add(CompletableFuture.supplyAsync(() -> help(full), Thread::startVirtualThread));
        } else {
            take(full.look());
        }
    }

    private SnapshotPart.Seen help(SnapshotPart given) {
        try {
            return given.look();
        } finally {
            helpers.release();
        }
    }

    private void take(SnapshotPart.Seen seen) {
        add(seen.told());
        vanished |= seen.vanished();
        visited.addAll(seen.leftOut());
        plain &= seen.leftOut().isEmpty();
        var measured = new ArrayList<StoredFile>();
        for (SnapshotPart.Untold file : seen.untold()) {
            try {
                Measurement measurement = book.measure(file.path(), file.name(), file.attributes());
                measured.add(StoredFile.of(file.path(), file.name(), file.attributes(), measurement));
            } catch (NoSuchFileException e) {
                plain = false;
                vanished = true;
            } catch (IOException e) {
                plain = false;
                visited.add(file.path());
                Logger.warn("left out {}, it can't be read: {}", file.path(), e);
            }
        }
        add(new StoredPage(seen.folder(), measured));
    }

    private void add(StoredPage page) {
        if (page.size() > 0) {
            pages.add(page);
        }
    }
}
