package mailserver.cli.care;

import java.io.PrintWriter;
import mailserver.care.Progress;
import picocli.CommandLine.Model.CommandSpec;

/** What is known of the screen. Java can't ask whether stderr is one; bin/mailserver can, and says so. */
final class Terminal {
    private Terminal() {}

    static Progress progress(CommandSpec spec) {
        PrintWriter err = spec.commandLine().getErr();
        return new Progress(err, Boolean.getBoolean("mailserver.terminal"));
    }
}
