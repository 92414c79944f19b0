package mailserver.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import mailserver.bench.Outcome;
import mailserver.load.Table;

/** All results, by file system and row, as tables. */
final class Comparison {
    /**
     * A row's result on one file system.
     *
     * @param bound what the bare disk does there, in the row's unit
     */
    record Entry(Pairs.Result result, OptionalDouble bound) {
        private String ofDisk() {
            return bound.isEmpty()
                    ? ""
                    : Math.round(100 * result.ours().middle() / bound.getAsDouble()) + " % of "
                            + Outcome.text(bound.getAsDouble());
        }

        private String target() {
            return result.row().target() == 0 ? "" : Outcome.text(result.row().target());
        }

        private String met() {
            return result.row().target() == 0 ? "" : result.meetsTarget() ? "yes" : "no";
        }
    }

    private final Map<String, List<Entry>> kinds = new LinkedHashMap<>();

    void add(String kind, Entry entry) {
        kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(entry);
    }

    boolean isFirst(String kind) {
        return kinds.keySet().iterator().next().equals(kind);
    }

    List<Pairs.Result> results(String kind) {
        return kinds.getOrDefault(kind, List.of()).stream().map(Entry::result).toList();
    }

    Table table(String kind) {
        var table =
                new Table("row", "work", "against", "peer", "mailserver", "ratio", "target", "met", "of the bare disk");
        for (Entry entry : kinds.getOrDefault(kind, List.of())) {
            Pairs.Result result = entry.result();
            table.row(
                    result.row().id(),
                    result.row().what(),
                    result.row().against(),
                    result.peer(),
                    result.ours(),
                    result.ratio(),
                    entry.target(),
                    entry.met(),
                    entry.ofDisk());
        }
        return table;
    }

    /** Ratios, and shares of the bare disk, of all file systems; empty where there is one only. */
    String sideBySide() {
        if (kinds.size() < 2) {
            return "";
        }
        var titles = new ArrayList<>(List.of("row", "target"));
        kinds.keySet().forEach(kind -> titles.addAll(List.of(kind + ", ratio", kind + ", of the bare disk")));
        var table = new Table(titles.toArray(String[]::new));
        List<Entry> first = kinds.values().iterator().next();
        for (int row = 0; row < first.size(); row++) {
            var cells = new ArrayList<Object>(
                    List.of(first.get(row).result().row().id(), first.get(row).target()));
            for (List<Entry> entries : kinds.values()) {
                cells.add(entries.get(row).result().ratio());
                cells.add(entries.get(row).ofDisk());
            }
            table.row(cells.toArray());
        }
        return table.toString();
    }
}
