package mailserver.prove;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.load.FileSystem;
import mailserver.load.Progress;
import mailserver.load.Scratch;
import mailserver.load.Table;
import mailserver.prove.Faults.Fault;
import mailserver.prove.Faults.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "faults",
        description =
                "Take away disk, permissions, handles, memory, time and the peer, and see whether the server gets over it.")
final class FaultsCommand implements Callable<Integer> {
    @Option(names = "--fault", description = "Only this one; repeat it for several. `--list` names them.")
    private List<String> ids = List.of();

    @Option(names = "--list", description = "Name the faults.")
    private boolean list;

    @Option(names = "--keep", description = "Leave the servers' homes behind.")
    private boolean keep;

    @Mixin
    private Disks disks;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (list) {
            Faults.all().forEach(fault -> System.out.println(fault.id() + "\t" + fault.what()));
            return 0;
        }
        List<Fault> wanted = Faults.all().stream()
                .filter(fault -> ids.isEmpty() || ids.contains(fault.id()))
                .toList();
        if (wanted.size() < ids.size()) {
            throw new ParameterException(spec.commandLine(), "no such fault; --list names them");
        }
        if (!disks.areMade()) {
            return prove(wanted, Optional.empty(), Path.of(System.getProperty("java.io.tmpdir"))) ? 0 : 1;
        }
        return disks.prove(
                "mailserver-faults",
                keep,
                place -> prove(wanted, place.kind(), place.scratch().folder()));
    }

    private boolean prove(List<Fault> wanted, Optional<FileSystem> kind, Path folder) throws Exception {
        var table = new Table("fault", "clients were told", "afterwards", "verdict");
        int broken = 0;
        for (Fault fault : wanted) {
            Progress.show(fault.id() + ": " + fault.what());
            Path own = Files.createTempDirectory(folder, "mailserver-fault").toRealPath();
            try (Scratch scratch = new Scratch(own, keep)) {
                switch (fault.trial().run(new Stage(scratch, own.resolve("home"), kind))) {
                    case Verdict.Held held -> table.row(fault.what(), held.during(), held.after(), "HOLDS");
                    case Verdict.Skipped skipped -> table.row(fault.what(), "", skipped.why(), "skipped");
                    case Verdict.Broken wrong -> {
                        broken++;
                        table.row(fault.what(), "", "", "BROKEN");
                        wrong.faults().forEach(what -> System.out.println("WRONG: " + fault.id() + ": " + what));
                    }
                }
            }
        }
        Progress.clear();
        System.out.print(table);
        System.out.println(broken == 0 ? "HOLDS: nothing acknowledged is missing" : "BROKEN: " + broken);
        return broken == 0;
    }
}
