package mailserver.queue.look;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mailserver.config.ServerFiles;
import mailserver.queue.QueueEntry;
import mailserver.queue.files.QueueFolder;

/** Reads the queue's files for somebody who looks, some at a time: there may be a hundred thousand. */
public final class QueueListing {
    /** Read side by side, and in memory together. */
    private static final int PORTION = 1000;

    /** @param octets of the text as it is on disk */
    public record Item(QueueEntry entry, long octets) {}

    private final ServerFiles files;

    public QueueListing(ServerFiles files) {
        this.files = files;
    }

    /** One of them, by its id. */
    public Optional<Item> find(String id) throws IOException {
        if (!Files.isDirectory(files.queue())) {
            return Optional.empty();
        }
        var folder = new QueueFolder(files.queue(), InstantSource.system());
        return folder.look(id).map(entry -> new Item(entry, folder.textSize(id)));
    }

    /** Portions in the order of ids, which is that of arrival for all that this server has named itself. */
    public void read(Predicate<QueueEntry> wanted, Consumer<List<Item>> portions) throws IOException {
        readWhile(wanted, portion -> {
            portions.accept(portion);
            return true;
        });
    }

    /** The same for as long as whoever gets them wants more. */
    public void readWhile(Predicate<QueueEntry> wanted, Predicate<List<Item>> portions) throws IOException {
        if (!Files.isDirectory(files.queue())) {
            // Looking at a home that never ran makes no folders in it.
            return;
        }
        var folder = new QueueFolder(files.queue(), InstantSource.system());
        List<String> ids = folder.ids().stream().sorted().toList();
        for (int start = 0; start < ids.size(); start += PORTION) {
            List<Item> portion = ids.subList(start, Math.min(ids.size(), start + PORTION)).parallelStream()
                    .map(folder::look)
                    .flatMap(Optional::stream)
                    .filter(wanted)
                    .map(entry -> new Item(entry, folder.textSize(entry.id())))
                    .toList();
            if (!portions.test(portion)) {
                return;
            }
        }
    }
}
