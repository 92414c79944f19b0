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

/** {@code reload}: the running server reads its files again, without dropping a session. */
@Command(name = "reload", description = "Make the server read its configuration, accounts and aliases again.")
public final class ReloadCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        new ControlCalls(home.files())
                .ask(new ControlRequest.Reload())
                .forEach(spec.commandLine().getOut()::println);
        return Exit.DONE;
    }
}
