package mailserver.cli.testing;

import java.time.Duration;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.ControlCalls;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.config.file.Durations;
import mailserver.control.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clock}: lets time pass for a server of {@code lab} or {@code test}. */
@Command(name = "clock", description = "Move the clock of a lab's or a test's server on.")
public final class ClockCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say advance");
    }

    @Command(description = "Let so much time have passed: retries, delay notices and expiry come due.")
    int advance(@Mixin HomeOption home, @Parameters(paramLabel = "DURATION") String duration) throws Exception {
        Duration by = Durations.parse(duration)
                .orElseThrow(() -> new CommandFailed("\"" + duration + "\" is no time such as 5d"));
        new ControlCalls(home.files())
                .ask(new ControlRequest.ClockAdvance(by))
                .forEach(spec.commandLine().getOut()::println);
        return Exit.DONE;
    }
}
