package mailserver.cli.care;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import mailserver.care.backup.Backup;
import mailserver.care.backup.BackupFolder;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backup}: a copy of the home, taken while mail flows. */
@Command(
        name = "backup",
        description =
                "Copy accounts, configuration, queue and mail into a folder, while the server runs. Run it again to bring"
                        + " the copy up to date.")
public final class BackupCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--copy", description = "copy messages even where hard links would do")
    private boolean copy;

    @Parameters(paramLabel = "DIR", description = "a new or empty folder, or a backup")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        var target = new BackupFolder(folder);
        Backup.Result result = new Backup(home.files(), target, !copy, Terminal.progress(spec))
                .run(InstantSource.system().instant());
        out.println(target + " has " + result.messages() + " messages, " + result.added() + " of them new; "
                + result.removed() + " removed");
        result.kept().forEach(mailbox -> out.println("kept " + mailbox + ", which the home has no more"));
        return Exit.DONE;
    }
}
