package mailserver.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import mailserver.bench.BareDisk;
import mailserver.bench.Bound;
import mailserver.bench.Outcome;
import mailserver.bench.Places;
import mailserver.load.Progress;
import mailserver.load.Scratch;
import mailserver.load.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/bench peers}. */
@Command(
        name = "peers",
        description =
                "Measure this server against Postfix and Dovecot, which are set up for it in a folder of their own.")
public final class PeersCommand implements Callable<Integer> {
    @Option(names = "--row", description = "Only this row, or cost; repeat it for several. `--list` names them.")
    private List<String> ids = List.of();

    @Option(names = "--list", description = "Name the rows and costs.")
    private boolean list;

    @Option(names = "--pairs", defaultValue = "3", description = "How often each server is measured; ${DEFAULT-VALUE}.")
    private int pairs;

    @Option(names = "--quick", description = "A fifth of the work, two pairs.")
    private boolean quick;

    @Mixin
    private Places places;

    @Option(
            names = "--plot",
            defaultValue = "target/bench/peers.svg",
            description = "An SVG file, of the first file system; ${DEFAULT-VALUE}.")
    private Path plot;

    @Option(names = "--keep", description = "Leave the folder with all servers' files behind.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (list) {
            Row.all().forEach(row -> System.out.println(row.id() + "\t" + row.what()));
            Cost.all().forEach(cost -> System.out.println(cost.id() + "\t" + cost.what()));
            return 0;
        }
        List<Row> rows = Row.all().stream().filter(row -> wanted(row.id())).toList();
        List<Cost> costs = Cost.all().stream().filter(cost -> wanted(cost.id())).toList();
        if (rows.size() + costs.size() < Math.max(1, ids.size())) {
            throw new ParameterException(spec.commandLine(), "no such row; --list names them");
        }
        var comparison = new Comparison();
        try {
            places.each(keep, (kind, scratch) -> {
                System.out.println("File system: " + kind + "\n");
                compare(rows, kind, scratch, comparison);
                tell(costs, scratch);
            });
        } finally {
            Progress.clear();
        }
        System.out.print(comparison.sideBySide());
        return 0;
    }

    private boolean wanted(String id) {
        return ids.isEmpty() || ids.contains(id);
    }

    private Arena arena(Scratch scratch, String id) {
        return new Arena(scratch, id, quick ? 2 : pairs, part(), new ArrayList<>());
    }

    private double part() {
        return quick ? 0.2 : 1;
    }

    private void compare(List<Row> rows, String kind, Scratch scratch, Comparison comparison) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        Map<Bound, Double> bounds = bounds(rows, kind, scratch);
        System.out.println(
                "Middle (least–greatest) of " + (quick ? 2 : pairs) + " pairs; the ratio is that of each pair.\n");
        var remarks = new ArrayList<String>();
        for (Row row : rows) {
            Arena arena = arena(scratch, row.id());
            Pairs.Result result = Pairs.measure(row, arena);
            OptionalDouble bound = row.bound()
                    .map(limit -> OptionalDouble.of(bounds.get(limit)))
                    .orElse(OptionalDouble.empty());
            comparison.add(kind, new Comparison.Entry(result, bound));
            remarks.addAll(arena.remarks());
            Progress.clear();
            System.err.println(
                    row.id() + ": " + result.peer() + " against " + result.ours() + ", ratio " + result.ratio());
        }
        System.out.println(comparison.table(kind));
        if (!remarks.isEmpty()) {
            System.out.println(String.join("\n", remarks) + "\n");
        }
        if (comparison.isFirst(kind)) {
            RatioPlot.write(plot, comparison.results(kind));
        }
    }

    /** Before anything is deleted there. */
    private Map<Bound, Double> bounds(List<Row> rows, String kind, Scratch scratch) throws IOException {
        var disk = new BareDisk(scratch.folder().resolve("bare"), (int) (3000 * part()));
        var bounds = new EnumMap<Bound, Double>(Bound.class);
        for (Bound bound : rows.stream().flatMap(row -> row.bound().stream()).toList()) {
            if (!bounds.containsKey(bound)) {
                Progress.show(kind + ", the bare disk: " + bound);
                bounds.put(bound, disk.measure(bound));
            }
        }
        return bounds;
    }

    private void tell(List<Cost> costs, Scratch scratch) throws IOException {
        if (costs.isEmpty()) {
            return;
        }
        var table = new Table("cost", "of what", "measured", "at most", "met");
        for (Cost cost : costs) {
            Spread spread = cost.meter().measure(arena(scratch, cost.id()));
            table.row(
                    cost.id(),
                    cost.what(),
                    spread,
                    Outcome.text(cost.most()),
                    spread.middle() <= cost.most() ? "yes" : "no");
            Progress.clear();
            System.err.println(cost.id() + ": " + spread);
        }
        System.out.println(table);
    }
}
