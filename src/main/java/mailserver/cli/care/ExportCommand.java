package mailserver.cli.care;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import mailserver.care.Progress;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.SettingsFiles;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.store.Maildir;
import mailserver.transfer.MaildirExport;
import mailserver.transfer.MboxExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: a mailbox for other programs. */
@Command(
        name = "export",
        description = "Write a mailbox into an mbox file or a Maildir elsewhere; it stays as it is here.")
public final class ExportCommand implements Callable<Integer> {
    /** What can be written. */
    enum Kind {
        MBOX,
        MAILDIR
    }

    @Mixin
    private HomeOption home;

    @Parameters(index = "0", paramLabel = "mbox|maildir")
    private Kind kind;

    @Parameters(index = "1", paramLabel = "ADDRESS")
    private Address address;

    @Parameters(index = "2", paramLabel = "DEST", description = "a new file; a Maildir, new or not")
    private Path destination;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        Maildir mailbox = new Owners(files, SettingsFiles.load(files)).mailbox(address);
        Progress progress = Terminal.progress(spec);
        long count = switch (kind) {
            case MBOX -> new MboxExport(mailbox, progress).to(destination);
            case MAILDIR -> new MaildirExport(mailbox, progress).to(destination);
        };
        spec.commandLine().getOut().println("exported " + count + " messages to " + destination);
        return Exit.DONE;
    }
}
