package mailserver.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.Tls;
import mailserver.tls.Identity;
import mailserver.tls.TlsException;
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
        checkTls(settings, files);
        settings.warnings(files).forEach(warning -> err.println("warning: " + warning));
        spec.commandLine().getOut().println("no faults in " + files.etc());
        return Exit.DONE;
    }

    /** Where neither file is there the first start makes both. */
    private static void checkTls(Settings settings, ServerFiles files) throws CommandFailed {
        Optional<Tls> pem = settings.configuration().tls().map(tls -> tls.in(files.home()));
        if (pem.isEmpty()
                || Files.notExists(pem.get().certificate())
                        && Files.notExists(pem.get().key())) {
            return;
        }
        try {
            Identity.read(pem.get().certificate(), pem.get().key());
        } catch (TlsException e) {
            throw new CommandFailed(
                    Exit.CONFIGURATION, List.of(), "[tls] in " + files.configuration() + ": " + e.getMessage());
        }
    }
}
