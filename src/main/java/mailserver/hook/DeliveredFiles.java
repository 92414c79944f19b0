package mailserver.hook;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.store.Maildir;
import mailserver.store.MaildirFiles;
import mailserver.store.MaildirName;

/** What this server has put into mailboxes since some time, as the names of the files tell. */
final class DeliveredFiles {
    /**
     * A message.
     *
     * @param name its file's, up to the colon
     */
    record Found(String name, Path file, Address mailbox, Instant delivered, String uid, long size) {}

    private DeliveredFiles() {}

    static List<Found> since(ServerFiles files, Instant time) throws IOException {
        List<Found> found = new ArrayList<>();
        Set<Path> others = files.notDomains();
        for (Path domain : folders(files.maildir())) {
            if (!others.contains(domain)) {
                for (Path mailbox : folders(domain)) {
                    Optional<Address> owner = new Maildir(mailbox).owner();
                    if (owner.isPresent()) {
                        look(files, mailbox, owner.get(), time, found);
                    }
                }
            }
        }
        return found;
    }

    private static void look(ServerFiles files, Path mailbox, Address owner, Instant time, List<Found> found)
            throws IOException {
        for (Path file : MaildirFiles.list(mailbox)) {
            MaildirName name = MaildirName.parse(file.getFileName().toString());
            Instant delivered = Instant.EPOCH.plus(name.time(), ChronoUnit.MICROS);
            // What another program put there has no digest in its name, and was never ours to tell of. Other nodes tell
            // of theirs.
            if (name.sha256().isPresent() && !delivered.isBefore(time) && files.isDeliveredHere(name.base())) {
                found.add(new Found(
                        name.base(),
                        file,
                        owner,
                        delivered,
                        name.sha256().get(),
                        name.wireBytes().orElse(0)));
            }
        }
    }

    private static List<Path> folders(Path folder) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
            children.forEach(folders::add);
        } catch (NoSuchFileException e) {
            // None.
        }
        return folders;
    }
}
