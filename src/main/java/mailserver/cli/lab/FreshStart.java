package mailserver.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import mailserver.cli.support.CommandFailed;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.store.DurableFiles;
import mailserver.store.LockFile;
import mailserver.store.Maildir;
import org.apache.commons.io.file.PathUtils;

/** Empties a class-room server: its domains' folders and its queue are removed, and nothing else. */
final class FreshStart {
    private final ServerFiles files;

    FreshStart(ServerFiles files) {
        this.files = files;
    }

    /** Fails when a server uses the mail right now. */
    void empty(List<String> domains) throws IOException, CommandFailed {
        DurableFiles.makeFolder(files.run());
        LockFile lock = LockFile.tryAcquire(files.lock())
                .orElseThrow(() -> new CommandFailed(
                        "a server runs in " + files.home() + "; stop it before you empty its mailboxes"));
        try (lock) {
            for (String domain : domains) {
                remove(Maildir.of(files.maildir(), new Address("any", domain))
                        .folder()
                        .getParent());
            }
            remove(files.queue());
        }
    }

    /** Links are removed, not followed. */
    private static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        PathUtils.deleteDirectory(folder);
    }
}
