package mailserver.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import mailserver.cli.agent.AgentCommand;
import mailserver.cli.care.BackupCommand;
import mailserver.cli.care.DoctorCommand;
import mailserver.cli.care.ExportCommand;
import mailserver.cli.care.ImportAccountsCommand;
import mailserver.cli.care.ImportAliasesCommand;
import mailserver.cli.care.ImportCommand;
import mailserver.cli.care.RestoreCommand;
import mailserver.cli.care.ScrubCommand;
import mailserver.cli.lab.LabCommand;
import mailserver.cli.log.Logging;
import mailserver.cli.mail.AwaitCommand;
import mailserver.cli.mail.MessagesCommand;
import mailserver.cli.mail.SendCommand;
import mailserver.cli.mail.ShowCommand;
import mailserver.cli.mail.TokenCommand;
import mailserver.cli.mail.TranscriptCommand;
import mailserver.cli.mail.WatchCommand;
import mailserver.cli.queue.ExplainCommand;
import mailserver.cli.queue.QueueCommand;
import mailserver.cli.sendmail.Sendmail;
import mailserver.cli.sendmail.SendmailCall;
import mailserver.cli.serve.Launcher;
import mailserver.cli.serve.PlainStart;
import mailserver.cli.serve.ReloadCommand;
import mailserver.cli.serve.RestartCommand;
import mailserver.cli.serve.RunCommand;
import mailserver.cli.serve.StartCommand;
import mailserver.cli.serve.StatusCommand;
import mailserver.cli.serve.StopCommand;
import mailserver.cli.support.AddressConverter;
import mailserver.cli.support.Failures;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.Version;
import mailserver.cli.testing.ClockCommand;
import mailserver.cli.testing.FaultCommand;
import mailserver.cli.testing.TestCommand;
import mailserver.config.ServerFiles;
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
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    /** In the order of the usage text. */
    private static final List<Class<?>> COMMANDS = List.of(
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
            MessagesCommand.class,
            ShowCommand.class,
            AwaitCommand.class,
            WatchCommand.class,
            TranscriptCommand.class,
            SendCommand.class,
            TokenCommand.class,
            DoctorCommand.class,
            ScrubCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ImportCommand.class,
            ImportAccountsCommand.class,
            ImportAliasesCommand.class,
            ExportCommand.class,
            AgentCommand.class,
            LabCommand.class,
            TestCommand.class,
            FaultCommand.class,
            ClockCommand.class);

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
        int exitCode = PlainStart.of(args)
                .map(start -> start.run(out, err))
                .or(() -> SendmailCall.of(args).map(call -> sendmail(call, out, err)))
                .orElseGet(() -> execute(args, out, err));
        out.flush();
        err.flush();
        return exitCode;
    }

    private static int sendmail(SendmailCall call, PrintWriter out, PrintWriter err) {
        ServerFiles files = call.home().map(Path::of).map(HomeOption::in).orElseGet(HomeOption::usual);
        return new Sendmail(files, System.in, System.out, err)
                .run(
                        call.words(),
                        () -> execute(new String[] {"--home", files.home().toString(), "queue"}, out, err));
    }

    private static int execute(String[] args, PrintWriter out, PrintWriter err) {
        var command = new CommandLine(new Main());
        commandsFor(args).forEach(command::addSubcommand);
        return command.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Address.class, new AddressConverter())
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution)
                .execute(args);
    }

    /**
     * The commands that can be meant: those whose names stand in the line. Reading the annotations of all would take a fifth of
     * the time that a start takes; only the usage text and the search for a similar name need that.
     */
    private static List<Class<?>> commandsFor(String[] args) {
        List<String> words = List.of(args);
        List<Class<?>> named = COMMANDS.stream()
                .filter(type -> words.contains(type.getAnnotation(Command.class).name()))
                .toList();
        return named.isEmpty() ? COMMANDS : named;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }
}
