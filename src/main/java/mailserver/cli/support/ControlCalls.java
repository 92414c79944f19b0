package mailserver.cli.support;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailserver.config.ServerFiles;
import mailserver.control.ControlAnswer;
import mailserver.control.ControlClient;
import mailserver.control.ControlRequest;

/** Puts requests to the server of a home, and makes its refusals the command's own. */
public final class ControlCalls {
    private final ServerFiles files;

    public ControlCalls(ServerFiles files) {
        this.files = files;
    }

    /** The lines of the answer; fails with exit code 3 when nothing runs. */
    public List<String> ask(ControlRequest request) throws IOException, CommandFailed {
        Optional<List<String>> lines = askIfRunning(request);
        if (lines.isPresent()) {
            return lines.get();
        }
        if (!new Stopper(files).isFree()) {
            throw new CommandFailed("a server is just starting or stopping in " + files.home() + "; try again");
        }
        throw CommandFailed.notRunning(files);
    }

    /** The lines of the answer; empty when nothing runs. */
    public Optional<List<String>> askIfRunning(ControlRequest request) throws IOException, CommandFailed {
        Optional<ControlAnswer> answer = new ControlClient(files.control()).ask(request);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = answer.get().lines();
        if (answer.get().error().isPresent()) {
            // Only faults in the configuration are told line by line.
            int exitCode = lines.isEmpty() ? Exit.FAILED : Exit.CONFIGURATION;
            throw new CommandFailed(exitCode, lines, answer.get().error().get());
        }
        return Optional.of(lines);
    }
}
