package mailserver.cli.serve;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.Stopper;
import mailserver.config.ServerFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stop}: lets sessions finish, and returns when the home is free for another server. */
@Command(name = "stop", description = "Stop the server; sessions have 10 s to finish.")
public final class StopCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        PrintWriter out = spec.commandLine().getOut();
        if (!new Stopper(files).stop(out)) {
            throw CommandFailed.notRunning(files);
        }
        out.println("stopped");
        return Exit.DONE;
    }
}
