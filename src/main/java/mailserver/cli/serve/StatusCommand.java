package mailserver.cli.serve;

import java.util.concurrent.Callable;
import mailserver.cli.support.ControlCalls;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.control.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code status}: what the running server says of itself. */
@Command(name = "status", description = "Show the ports, sessions and queue of the running server.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        new ControlCalls(home.files())
                .ask(new ControlRequest.Status())
                .forEach(spec.commandLine().getOut()::println);
        return Exit.DONE;
    }
}
