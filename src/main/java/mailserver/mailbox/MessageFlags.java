package mailserver.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import mailserver.store.DurableFiles;
import mailserver.store.Maildir;
import mailserver.store.MaildirName;

/** Changes to a message's file as maildir(5) has them. On disk on return. */
final class MessageFlags {
    private MessageFlags() {}

    static void delete(Path file) throws IOException {
        Files.delete(file);
        DurableFiles.syncFolder(file.getParent());
    }

    /** @return where it is now: what somebody has looked at is in cur/ */
    static Path change(Path maildir, Path file, FlagChange change) throws IOException {
        MaildirName name = MaildirName.parse(file.getFileName().toString());
        String flags = change.applyTo(name.flags());
        if (name.flags().equals(flags)) {
            return file;
        }
        return rename(file, maildir.resolve("cur"), name.base() + ":2," + flags);
    }

    /** @return where it is now: in the folder's new/ if it was in such a one, and in its cur/ otherwise */
    static Path move(Path file, Path folder) throws IOException {
        new Maildir(folder).makeAgain();
        Path place = folder.resolve(file.getParent().getFileName().toString());
        return rename(file, place, file.getFileName().toString());
    }

    private static Path rename(Path file, Path folder, String name) throws IOException {
        Path target = folder.resolve(name);
        Files.createDirectories(folder);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncFolders(
                List.of(folder, file.getParent()).stream().distinct().toList());
        return target;
    }
}
