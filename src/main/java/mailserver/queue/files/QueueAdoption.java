package mailserver.queue.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailserver.dsn.OneLine;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState.Status;
import mailserver.store.DurableFiles;
import org.tinylog.Logger;

/**
 * Moves the entries of a queue that nobody runs any more into one's own.
 *
 * <p>An entry is where its envelope is, so it moves by the one rename of that. Its text is linked beforehand, and thus stands
 * beside the envelope on both sides of the rename: whoever finds the two folders after a crash finds every entry once, and
 * whole. What is left then is the old folder's second names of texts, which go with it.
 */
public final class QueueAdoption {
    /** What an entry gets behind its id when there is one of that id already. No id that a server makes ends like this. */
    private static final String ANOTHER = "z";

    private final QueueFolder own;
    private final Path root;

    /** @param root of one's own queue */
    public QueueAdoption(QueueFolder own, Path root) {
        this.own = own;
        this.root = root;
    }

    /**
     * Moves all of it, and removes the folder, unless something came meanwhile. May be done again then, and after a failure.
     *
     * @param other a queue's folder on the same file system
     * @return the entries that can be read; the others are found by whoever looks after the folder
     */
    public List<QueueEntry> adopt(Path other, InstantSource clock) throws IOException {
        var from = new QueueFolder(other, clock);
        // Before the mail: what somebody wants to stay must not leave just now.
        own.pausedDomains().refresh();
        for (String domain : from.paused()) {
            own.pausedDomains().add(domain);
        }
        var adopted = new ArrayList<String>();
        var linked = new ArrayList<String>();
        for (String id : from.ids()) {
            noteAttempt(from, id);
            if (own.stamp(id).isPresent()) {
                adopted.add(rename(from, other, id));
            } else {
                link(other, id);
                linked.add(id);
            }
        }
        DurableFiles.syncFolder(root);
        for (String id : linked) {
            Files.move(envelope(other, id), envelope(root, id), StandardCopyOption.ATOMIC_MOVE);
            adopted.add(id);
        }
        moveFailed(other.resolve("failed"), root.resolve("failed"));
        DurableFiles.syncFolder(root);
        // A network file system may take the old path for this folder for a moment longer; what came is for the next
        // time.
        if (from.ids().isEmpty()) {
            remove(other);
        }
        return adopted.stream().map(own::look).flatMap(Optional::stream).toList();
    }

    /** That a process died in the midst of an attempt is noted beside the envelope, and for that folder alone. */
    private static void noteAttempt(QueueFolder from, String id) throws IOException {
        try {
            QueueEntry entry = from.load(id);
            if (entry.recipients().stream().anyMatch(r -> r.status() == Status.TRYING)) {
                from.update(entry);
            }
        } catch (MalformedEntryException e) {
            Logger.debug("{}: moved as it is: {}", id, OneLine.of(e.getMessage()));
        }
    }

    private void link(Path other, String id) throws IOException {
        Path text = text(other, id);
        Path target = text(root, id);
        try {
            Files.createLink(target, text);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSameFile(text, target)) {
                // Nobody's, as there is no envelope.
                Files.delete(target);
                Files.createLink(target, text);
            }
        } catch (NoSuchFileException e) {
            Logger.warn("{}: moved without its text, which is missing", id);
        }
    }

    /** Two servers made the same id. The same text beside the new one tells that this was done before a crash. */
    private String rename(QueueFolder from, Path other, String id) throws IOException {
        String name = id + ANOTHER;
        while (own.stamp(name).isPresent() && !isSame(text(other, id), text(root, name))) {
            name += ANOTHER;
        }
        if (own.stamp(name).isEmpty()) {
            QueueEntry entry;
            try {
                entry = from.load(id);
            } catch (MalformedEntryException e) {
                from.setAside(id, e.getMessage());
                return name;
            }
            Files.deleteIfExists(text(root, name));
            own.add(
                    new QueueEntry(
                            name,
                            entry.arrived(),
                            entry.sender(),
                            entry.parameters(),
                            entry.held(),
                            entry.delayNoticed(),
                            entry.lateNoticed(),
                            entry.client(),
                            entry.recipients()),
                    text(other, id));
            Logger.info("{}: goes on as {}, for there is one of that id already", id, name);
        }
        Files.deleteIfExists(envelope(other, id));
        return name;
    }

    private static boolean isSame(Path one, Path two) throws IOException {
        return Files.exists(two) && Files.isSameFile(one, two);
    }

    private static void moveFailed(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        DurableFiles.syncFolder(to);
    }

    /** What is left are texts of entries that have gone, and what was never finished. */
    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (Files.isDirectory(child)) {
                    remove(child);
                } else {
                    Files.deleteIfExists(child);
                }
            }
        }
        Files.delete(folder);
    }

    private static Path text(Path folder, String id) {
        return folder.resolve(id + EntryFiles.TEXT);
    }

    private static Path envelope(Path folder, String id) {
        return folder.resolve(id + EntryFiles.ENVELOPE);
    }
}
