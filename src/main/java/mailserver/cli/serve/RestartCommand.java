package mailserver.cli.serve;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import mailserver.cli.log.Logging;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.Stopper;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code restart}: stop, then start. A configuration that could not start leaves the old server running. */
@Command(name = "restart", description = "Stop the server if it runs, and start it.")
public final class RestartCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        if (Files.exists(files.configuration())) {
            try {
                Settings.load(files);
            } catch (ConfigurationException e) {
                throw CommandFailed.of(Exit.FAILED, e);
            }
        }
        new Stopper(files).stop(spec.commandLine().getOut());
        return new ServerProcess(
                        files, spec.commandLine().getOut(), spec.commandLine().getErr())
                .run(Logging.Console.SILENT);
    }
}
