package mailserver.prove;

import java.io.IOException;
import mailserver.prove.cluster.ClusterCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code bin/prove}. */
@Command(
        name = "bin/prove",
        description = "Proves that accepted mail is not lost. Exits with 0 when a proof holds, with 1 when it doesn't.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CrashCommand.class, PowerCommand.class, FaultsCommand.class, ClusterCommand.class})
public final class Prove implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Prove())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (e instanceof IOException) {
                        System.err.println("prove: " + e.getMessage());
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
