package mailserver.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import mailserver.store.DurableFiles;
import mailserver.store.MaildirName;

/** Changes to a message's file as maildir(5) has them. On disk on return. */
final class MessageFlags {
    private MessageFlags() {}

    static void delete(Path file) throws IOException {
        Files.delete(file);
        DurableFiles.syncFolder(file.getParent());
    }

    /** @return where it is now: what somebody has looked at is in cur/ */
    static Path seen(Path maildir, Path file, boolean seen) throws IOException {
        MaildirName name = MaildirName.parse(file.getFileName().toString());
        if (name.flags().contains("S") == seen) {
            return file;
        }
        // Flags are in the order of the alphabet.
        String flags = (seen ? name.flags() + "S" : name.flags().replace("S", ""))
                .chars()
                .sorted()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        Path target = maildir.resolve("cur").resolve(name.base() + ":2," + flags);
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncFolders(List.of(target.getParent(), file.getParent()).stream()
                .distinct()
                .toList());
        return target;
    }
}
