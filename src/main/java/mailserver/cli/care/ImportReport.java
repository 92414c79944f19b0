package mailserver.cli.care;

import java.nio.file.Path;
import java.util.List;
import mailserver.cli.support.ControlCalls;
import mailserver.cli.support.Exit;
import mailserver.config.ServerFiles;
import mailserver.config.file.Fault;
import mailserver.control.ControlRequest;
import mailserver.transfer.account.Told;
import mailserver.wire.text.Printable;
import picocli.CommandLine.Model.CommandSpec;

/** What is said of accounts and aliases that move in, line by line and at the end. */
final class ImportReport implements Told {
    private final CommandSpec spec;
    private final Path source;
    private final boolean dryRun;
    private int leftOut;

    ImportReport(CommandSpec spec, Path source, boolean dryRun) {
        this.spec = spec;
        this.source = source;
        this.dryRun = dryRun;
    }

    @Override
    public void leftOut(int line, String words) {
        leftOut++;
        kept(line, words);
    }

    @Override
    public void kept(int line, String words) {
        spec.commandLine().getErr().println(Printable.line(new Fault(source, line, words).toString()));
    }

    /** Sums up, and has a running server read its files again. */
    int end(String what, List<String> added, int present, ServerFiles files) throws Exception {
        var out = spec.commandLine().getOut();
        String verb = dryRun ? "would add " : "added ";
        added.forEach(one -> out.println(Printable.line(verb + one)));
        out.println(verb + added.size() + " " + what + "; " + present + " were there, " + leftOut + " left out");
        out.flush();
        if (!dryRun
                && !added.isEmpty()
                && new ControlCalls(files)
                        .askIfRunning(new ControlRequest.Reload())
                        .isPresent()) {
            out.println("the running server knows");
        }
        return leftOut == 0 ? Exit.DONE : Exit.FAILED;
    }
}
