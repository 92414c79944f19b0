package mailserver.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.SettingsFiles;
import mailserver.cli.support.TlsFilesCheck;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: reads everything a start would read, and says each fault with file and line. */
@Command(
        name = "check",
        description = "Read the configuration, accounts and aliases, and say each fault with file and line.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        Settings settings = SettingsFiles.load(files);
        PrintWriter err = spec.commandLine().getErr();
        TlsFilesCheck.run(settings, files);
        settings.warnings(files).forEach(warning -> err.println("warning: " + warning));
        spec.commandLine().getOut().println("no faults in " + files.etc());
        return Exit.DONE;
    }
}
