package mailserver.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import mailserver.bench.Outcome;
import mailserver.load.Progress;
import mailserver.load.Scratch;
import mailserver.load.Table;
import picocli.CommandLine.Command;
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

    @Option(names = "--dir", defaultValue = "/var/tmp", description = "On the disk to be measured; ${DEFAULT-VALUE}.")
    private Path dir;

    @Option(names = "--plot", defaultValue = "target/bench/peers.svg", description = "An SVG file; ${DEFAULT-VALUE}.")
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
        Path folder = Files.createTempDirectory(dir, "mailserver-bench");
        // Postfix and Dovecot work as users of their own.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var scratch = new Scratch(folder.toRealPath(), keep)) {
            compare(rows, scratch);
            tell(costs, scratch);
        } finally {
            Progress.clear();
        }
        return 0;
    }

    private boolean wanted(String id) {
        return ids.isEmpty() || ids.contains(id);
    }

    private Arena arena(Scratch scratch, String id) {
        return new Arena(scratch, id, quick ? 2 : pairs, quick ? 0.2 : 1);
    }

    private void compare(List<Row> rows, Scratch scratch) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        System.out.println(
                "Middle (least–greatest) of " + (quick ? 2 : pairs) + " pairs; the ratio is that of each pair.\n");
        var results = new ArrayList<Pairs.Result>();
        var table = new Table("row", "work", "against", "peer", "mailserver", "ratio", "target", "met");
        for (Row row : rows) {
            Pairs.Result result = Pairs.measure(row, arena(scratch, row.id()));
            results.add(result);
            table.row(
                    row.id(),
                    row.what(),
                    row.against(),
                    result.peer(),
                    result.ours(),
                    result.ratio(),
                    row.target() == 0 ? "" : Outcome.text(row.target()),
                    row.target() == 0 ? "" : result.meetsTarget() ? "yes" : "no");
            Progress.clear();
            System.err.println(
                    row.id() + ": " + result.peer() + " against " + result.ours() + ", ratio " + result.ratio());
        }
        System.out.println(table);
        RatioPlot.write(plot, results);
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
