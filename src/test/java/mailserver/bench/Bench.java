package mailserver.bench;

import java.io.IOException;
import mailserver.bench.peers.PeersCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code bin/bench}. */
@Command(
        name = "bin/bench",
        description = "Measures mail servers.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SmtpCommand.class,
            RelayCommand.class,
            Pop3Command.class,
            PeersCommand.class,
            DiskCommand.class,
            LoopsCommand.class
        })
public final class Bench implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (e instanceof IOException) {
                        System.err.println("bench: " + e.getMessage());
                        return 1;
                    }
                    throw e;
                })
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
