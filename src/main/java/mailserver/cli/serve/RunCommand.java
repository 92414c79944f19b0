package mailserver.cli.serve;

import java.util.concurrent.Callable;
import mailserver.cli.log.Logging;
import mailserver.cli.support.HomeOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: serves in the foreground, for systemd and containers; what is logged is shown too. */
@Command(name = "run", description = "Run the server in the foreground; SIGTERM drains.")
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return new ServerProcess(
                        home.files(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .run(Logging.Console.SHOWN);
    }
}
