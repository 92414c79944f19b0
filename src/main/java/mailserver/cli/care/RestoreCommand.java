package mailserver.cli.care;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mailserver.care.backup.BackupFolder;
import mailserver.care.backup.Restore;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.Hint;
import mailserver.cli.support.HomeOption;
import mailserver.config.ServerFiles;
import mailserver.store.DurableFiles;
import mailserver.store.LockFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restore}: brings a backup back. */
@Command(
        name = "restore",
        description =
                "Bring back from a backup what the home doesn't have. Nothing that is there is changed, and no message"
                        + " is there twice. The server must be stopped.")
public final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--copy", description = "copy messages even where hard links would do")
    private boolean copy;

    @Option(names = "--partial", description = "take a backup that was broken off before it was complete")
    private boolean partial;

    @Option(
            names = "--queue",
            description = "bring the queue back even into a home that has one; what has left it since leaves once more")
    private boolean queue;

    @Parameters(paramLabel = "DIR", description = "what backup has written")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        HomeOwner.check(files);
        DurableFiles.makeFolder(files.run());
        LockFile lock = LockFile.tryAcquire(files.lock())
                .orElseThrow(() -> new CommandFailed(
                        "a server runs in " + files.home() + "; " + Hint.of(files, "stop") + " stops it"));
        try (lock) {
            Restore.Result result =
                    new Restore(new BackupFolder(folder), files, !copy, Terminal.progress(spec)).run(partial, queue);
            tell(result);
        }
        return Exit.DONE;
    }

    private void tell(Restore.Result result) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("restored " + result.restored() + " messages; " + result.present() + " were there already");
        result.differing().forEach(file -> out.println("kept " + file + ", which differs from the backup's"));
        if (!result.queue()) {
            out.println(
                    "the home's queue stays as it is, or what has left it would leave twice; --queue brings it back");
        }
    }
}
