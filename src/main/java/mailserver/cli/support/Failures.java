package mailserver.cli.support;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import mailserver.config.file.ConfigurationException;
import mailserver.server.StartException;
import org.tinylog.Logger;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into lines for people and an exit code; nobody sees a stack trace. */
public final class Failures {
    private Failures() {}

    public static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String hint = suggestions(e).isEmpty()
                ? "\"bin/" + command.getCommandSpec().qualifiedName() + " --help\" tells more"
                : "did you mean " + String.join(" or ", suggestions(e)) + "?";
        command.getErr().println("mailserver: " + oneLine(e.getMessage()) + "; " + hint);
        return Exit.USAGE;
    }

    private static List<String> suggestions(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    }

    public static int execution(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command.getErr());
    }

    /** Says what went wrong; returns the exit code. */
    public static int report(Exception e, PrintWriter err) {
        CommandFailed failed = switch (e) {
            case CommandFailed own -> own;
            case ConfigurationException faults -> CommandFailed.of(Exit.CONFIGURATION, faults);
            case StartException start -> new CommandFailed(start.getMessage());
            case IOException io -> new CommandFailed(text(io));
            default -> unexpected(e);
        };
        failed.lines().forEach(err::println);
        return failed.exitCode();
    }

    private static CommandFailed unexpected(Exception e) {
        // Only "debug" in a server's log shows where it came from.
        Logger.debug(e);
        return new CommandFailed("this should not have happened: " + oneLine(e.toString()) + "; please report it");
    }

    public static String text(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied; run this as its owner";
            case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
            case FileSystemException file -> file.getFile() + ": " + reason(file);
            default ->
                Optional.ofNullable(e.getMessage()).map(Failures::oneLine).orElse(e.toString());
        };
    }

    private static String reason(FileSystemException e) {
        return Optional.ofNullable(e.getReason()).orElseGet(() -> e.getClass().getSimpleName());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
