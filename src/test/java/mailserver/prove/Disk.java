package mailserver.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mailserver.prove.Change.Data;
import mailserver.prove.Change.Length;
import mailserver.prove.Change.Names;
import mailserver.prove.Change.Sync;

/**
 * What a disk may hold after a power cut, at every line of a trace.
 *
 * <p>Assumed, no more: what an fsync(2) of a file covers (the octets whose write returned before it began) is there when it
 * has returned; what an fsync of a folder covers (its names, likewise) is there; a rename within one folder is done whole or
 * not at all; what was there before the trace stays. Everything else that has begun may or may not have happened, each on
 * its own and in any order: a name without the octets of its file, the octets without the name, a removal without the
 * creation before it. That is less than ext4 and XFS promise.
 */
final class Disk {
    private record Dated(Change change, int durable) {}

    private final Node top;
    /** In the order in which they become durable, those that never do last. */
    private final List<Dated> changes;

    private final List<Dated> byBegin;

    Disk(Kernel kernel) {
        this.top = kernel.top();
        Map<Node, List<Sync>> syncs = new HashMap<>();
        kernel.syncs()
                .forEach(sync -> syncs.computeIfAbsent(sync.node(), node -> new ArrayList<>())
                        .add(sync));
        var dated = new ArrayList<Dated>();
        for (Change change : kernel.changes()) {
            int durable = syncs.getOrDefault(change.node(), List.of()).stream()
                    .filter(sync -> sync.begin() > change.end())
                    .mapToInt(Sync::end)
                    .min()
                    .orElse(Integer.MAX_VALUE);
            dated.add(new Dated(change, durable));
        }
        changes = dated.stream()
                .sorted(Comparator.comparingInt(Dated::durable)
                        .thenComparingInt(one -> one.change().end()))
                .toList();
        byBegin = dated.stream()
                .sorted(Comparator.comparingInt(one -> one.change().begin()))
                .toList();
    }

    /** The lines at which the disk's state, or what it may be, changes. */
    List<Integer> lines() {
        return changes.stream()
                .flatMap(one -> Stream.of(one.change().begin(), one.durable()))
                .filter(line -> line != Integer.MAX_VALUE)
                .distinct()
                .sorted()
                .toList();
    }

    /** Walks through the trace; points must be asked for in order. */
    final class Walk {
        private final Image durable = new Image(top);
        private int next;
        private int begun;
        private final List<Dated> pending = new ArrayList<>();

        /** The disk that lost power on this line: all that was synced and, of the rest, what {@code luck} picks. */
        Image at(int line, Predicate<Change> luck) {
            for (; next < changes.size() && changes.get(next).durable() <= line; next++) {
                durable.apply(changes.get(next).change());
            }
            for (; begun < byBegin.size() && byBegin.get(begun).change().begin() <= line; begun++) {
                pending.add(byBegin.get(begun));
            }
            pending.removeIf(one -> one.durable() <= line);
            var image = new Image(durable);
            pending.stream()
                    .map(Dated::change)
                    .sorted(Comparator.comparingInt(Change::end))
                    .filter(luck)
                    .forEach(image::apply);
            return image;
        }
    }

    /** The folders and files of one moment. Contents are never changed in place, so an image can share them with another. */
    static final class Image {
        private final Node top;
        private final Map<Node, Map<String, Node>> folders = new HashMap<>();
        private final Map<Node, byte[]> files = new HashMap<>();

        private Image(Node top) {
            this.top = top;
        }

        private Image(Image other) {
            this.top = other.top;
            other.folders.forEach((node, names) -> folders.put(node, new HashMap<>(names)));
            files.putAll(other.files);
        }

        private void apply(Change change) {
            switch (change) {
                case Names names -> {
                    Map<String, Node> folder = folders.computeIfAbsent(names.node(), node -> new HashMap<>());
                    names.edits().forEach((name, node) -> {
                        if (node.isPresent()) {
                            folder.put(name, node.get());
                        } else {
                            folder.remove(name);
                        }
                    });
                }
                case Data data -> {
                    byte[] old = content(data.node());
                    int end = (int) data.offset() + data.octets().length;
                    byte[] fresh = Arrays.copyOf(old, Math.max(old.length, end));
                    System.arraycopy(data.octets(), 0, fresh, (int) data.offset(), data.octets().length);
                    files.put(data.node(), fresh);
                }
                case Length length ->
                    files.put(length.node(), Arrays.copyOf(content(length.node()), (int) length.length()));
            }
        }

        Node top() {
            return top;
        }

        /** What is in a folder; nothing where it isn't one. */
        Map<String, Node> names(Node folder) {
            return folders.getOrDefault(folder, Map.of());
        }

        /** The folder at the end of this way down, if it is there. */
        Optional<Node> folder(String... way) {
            Optional<Node> at = Optional.of(top);
            for (String name : way) {
                at = at.map(node -> names(node).get(name));
            }
            return at;
        }

        byte[] content(Node file) {
            return files.getOrDefault(file, NOTHING);
        }
    }

    private static final byte[] NOTHING = {};
}
