package mailserver.cli.serve;

import java.util.concurrent.Callable;
import mailserver.cli.log.Logging;
import mailserver.cli.support.HomeOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code start}: serves with nothing on the console. That it happens in the background is bin/mailserver's doing, which leaves
 * this process behind once it reported.
 */
@Command(name = "start", description = "Start the server in the background.")
public final class StartCommand implements Callable<Integer> {
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
                .run(Logging.Console.SILENT);
    }
}
