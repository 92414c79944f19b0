package mailserver.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import mailserver.mail.Address;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code mailserver}: finds the subcommand and leaves its exit code behind. */
@Command(
        name = "mailserver",
        description = "A mail server for a LAN and for class-rooms.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StartCommand.class,
            RunCommand.class,
            StopCommand.class,
            RestartCommand.class,
            ReloadCommand.class,
            StatusCommand.class,
            CheckCommand.class,
            TlsCommand.class,
            UserCommand.class,
            QueueCommand.class,
            ExplainCommand.class,
            AgentCommand.class,
            LabCommand.class
        })
public final class Main implements Runnable {
    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        Logging.ownProcess();
        Logging.ofCommand();
        int exitCode = run(args, writer(System.out), writer(System.err));
        Launcher.report(exitCode);
        System.exit(exitCode);
    }

    /** Runs one command in this JVM; returns its exit code. */
    public static int run(String[] args, PrintWriter out, PrintWriter err) {
        int exitCode = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Address.class, new AddressConverter())
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution)
                .execute(args);
        out.flush();
        err.flush();
        return exitCode;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }
}
