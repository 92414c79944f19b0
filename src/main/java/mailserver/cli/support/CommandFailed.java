package mailserver.cli.support;

import java.util.List;
import java.util.stream.Stream;
import mailserver.config.ServerFiles;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;

/** Ends a command with an exit code and what stderr shall say; the last line says what to do next. */
public final class CommandFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final transient List<String> lines;

    private CommandFailed(int exitCode, List<String> lines) {
        super(String.join("\n", lines));
        this.exitCode = exitCode;
        this.lines = lines;
    }

    public CommandFailed(int exitCode, List<String> details, String message) {
        this(
                exitCode,
                Stream.concat(details.stream(), Stream.of("mailserver: " + message))
                        .toList());
    }

    public CommandFailed(String message) {
        this(Exit.FAILED, List.of(), message);
    }

    public static CommandFailed notRunning(ServerFiles files) {
        return new CommandFailed(
                Exit.NOT_RUNNING,
                List.of(),
                "no server runs in " + files.home() + "; " + Hint.of(files, "start") + " starts one");
    }

    /** A line for each fault, {@code file:line: message} as editors know it. */
    public static CommandFailed of(int exitCode, ConfigurationException e) {
        return new CommandFailed(
                exitCode, e.faults().stream().map(Fault::toString).toList());
    }

    int exitCode() {
        return exitCode;
    }

    List<String> lines() {
        return lines;
    }
}
