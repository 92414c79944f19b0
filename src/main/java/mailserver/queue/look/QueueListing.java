package mailserver.queue.look;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mailserver.config.NodeFiles;
import mailserver.config.ServerFiles;
import mailserver.config.SharedFiles;
import mailserver.queue.QueueEntry;
import mailserver.queue.files.QueueFolder;

/** Reads the queue's files for somebody who looks, some at a time: there may be a hundred thousand. */
public final class QueueListing {
    /** Read side by side, and in memory together. */
    private static final int PORTION = 1000;

    /**
     * @param octets of the text as it is on disk
     * @param queue  the folder that it is in
     * @param node   whose that is; empty for a single server
     */
    public record Item(QueueEntry entry, long octets, Path queue, Optional<String> node) {
        public Path text() {
            return queue.resolve(entry.id() + ".eml");
        }
    }

    /** An entry's id, and the queue that has it. */
    private record Place(String id, Queue queue) {}

    private record Queue(Path path, QueueFolder folder, Optional<String> node) {
        Optional<Item> look(String id) {
            return folder.look(id).map(entry -> new Item(entry, folder.textSize(id), path, node));
        }
    }

    private final ServerFiles files;

    public QueueListing(ServerFiles files) {
        this.files = files;
    }

    /** One of them, by its id. */
    public Optional<Item> find(String id) throws IOException {
        for (Queue queue : queues()) {
            Optional<Item> item = queue.look(id);
            if (item.isPresent()) {
                return item;
            }
        }
        return Optional.empty();
    }

    /** Of a cluster those of all nodes, one's own ahead. */
    private List<Queue> queues() throws IOException {
        var queues = new ArrayList<Queue>();
        if (files.shared().isEmpty()) {
            add(queues, files.queue(), Optional.empty());
            return queues;
        }
        SharedFiles shared = files.shared().get();
        add(queues, files.queue(), Optional.of(shared.own().name()));
        for (NodeFiles node : shared.others()) {
            add(queues, node.queue(), Optional.of(node.name()));
        }
        return queues;
    }

    private static void add(List<Queue> queues, Path path, Optional<String> node) throws IOException {
        if (Files.isDirectory(path)) {
            // Looking at a home that never ran makes no folders in it.
            queues.add(new Queue(path, new QueueFolder(path, InstantSource.system()), node));
        }
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
        var places = new ArrayList<Place>();
        for (Queue queue : queues()) {
            queue.folder().ids().forEach(id -> places.add(new Place(id, queue)));
        }
        places.sort(Comparator.comparing(Place::id));
        for (int start = 0; start < places.size(); start += PORTION) {
            List<Item> portion = places.subList(start, Math.min(places.size(), start + PORTION)).parallelStream()
                    .map(place -> place.queue().look(place.id()))
                    .flatMap(Optional::stream)
                    .filter(item -> wanted.test(item.entry()))
                    .toList();
            if (!portions.test(portion)) {
                return;
            }
        }
    }
}
