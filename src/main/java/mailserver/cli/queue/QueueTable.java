package mailserver.cli.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.look.QueueListing;
import mailserver.queue.look.QueueView;
import mailserver.wire.text.DurationText;

/**
 * The queue as a table for people: a row for each recipient. It is printed portion by portion; a column that turns out too narrow
 * for a later one is wider from there on.
 */
final class QueueTable {
    private static final List<String> HEAD = List.of("ID", "SIZE", "AGE", "SENDER", "RECIPIENT", "TRIES", "STATE");
    private static final String NODE = "NODE";
    private static final List<String> UNITS = List.of("", "K", "M", "G", "T");

    private final QueueView view;
    private final Predicate<RecipientState> wanted;
    private final Consumer<String> out;
    private final boolean ofNodes;
    private final int[] widths;
    private long messages;

    /**
     * @param wanted  whose rows are printed
     * @param ofNodes whether the queues are those of several nodes, which have a column then
     */
    QueueTable(QueueView view, Predicate<RecipientState> wanted, boolean ofNodes, Consumer<String> out) {
        this.ofNodes = ofNodes;
        this.widths = new int[HEAD.size() - (ofNodes ? 0 : 1)];
        this.view = view;
        this.wanted = wanted;
        this.out = out;
    }

    void add(List<QueueListing.Item> items) {
        var rows = new ArrayList<List<String>>();
        if (messages == 0 && !items.isEmpty()) {
            rows.add(row(Optional.of(NODE), HEAD));
        }
        messages += items.size();
        for (QueueListing.Item item : items) {
            item.entry().recipients().stream()
                    .filter(wanted)
                    .forEach(recipient -> rows.add(row(item.node(), cells(item.entry(), item.octets(), recipient))));
        }
        print(rows);
    }

    /**
     * What concerns all, and how many they are.
     *
     * @param none what to say when there were none
     * @param idle what to say when there were some, and no server to try them
     */
    void end(String none, String idle) {
        view.notes().forEach(out);
        if (messages > 0 && !view.running()) {
            out.accept(idle);
        }
        out.accept(messages == 0 ? none : QueueView.messages(messages));
    }

    private List<String> row(Optional<String> node, List<String> cells) {
        return ofNodes ? Stream.concat(node.stream(), cells.stream()).toList() : cells;
    }

    private List<String> cells(QueueEntry entry, long octets, RecipientState recipient) {
        return List.of(
                entry.id(),
                size(octets),
                DurationText.text(Duration.between(entry.arrived(), view.now())),
                entry.sender().toString(),
                recipient.address().toString(),
                String.valueOf(recipient.tries()),
                view.state(entry, recipient));
    }

    /** In the largest unit of which there are ten at least; units are 1024 of the one before. */
    static String size(long octets) {
        long count = octets;
        int unit = 0;
        while (count >= 10 * 1024 && unit < UNITS.size() - 1) {
            count /= 1024;
            unit++;
        }
        return count + UNITS.get(unit);
    }

    /** The last column is as wide as it likes. */
    private void print(List<List<String>> rows) {
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var lines = new ArrayList<String>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.append(row.getLast()).toString());
        }
        if (!lines.isEmpty()) {
            // At once: whoever prints flushes behind each line.
            out.accept(String.join("\n", lines));
        }
    }
}
