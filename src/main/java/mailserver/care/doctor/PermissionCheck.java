package mailserver.care.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mailserver.care.Mailboxes;
import mailserver.config.Configuration;
import mailserver.config.ServerFiles;
import mailserver.config.value.TlsFiles;
import mailserver.store.Maildir;

/** Mail and secrets are their owner's alone, and all of a home has one owner. */
final class PermissionCheck {
    private static final String TOPIC = "permissions";
    private static final Set<PosixFilePermission> EVERYBODY = PosixFilePermissions.fromString("------rwx");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private final ServerFiles files;
    private final Configuration configuration;

    PermissionCheck(ServerFiles files, Configuration configuration) {
        this.files = files;
        this.configuration = configuration;
    }

    List<Diagnosis> run() throws IOException {
        if (!Files.isDirectory(files.maildir())) {
            return List.of(Diagnosis.note(TOPIC, "there is no " + files.maildir() + " yet", "start the server"));
        }
        var found = new ArrayList<Diagnosis>();
        var secret = new ArrayList<>(List.of(files.accounts()));
        configuration.tls().map(tls -> tls.in(files.home())).map(TlsFiles::key).ifPresent(secret::add);
        for (Path file : secret) {
            // A package's configuration is root's, and its group may read it.
            hidden(file, EVERYBODY, "o=", found);
        }
        var owned = new ArrayList<>(List.of(files.queue(), files.run(), files.log()));
        for (Maildir mailbox : Mailboxes.in(files)) {
            owned.addAll(List.of(mailbox.folder(), mailbox.tmp(), mailbox.fresh(), mailbox.cur()));
        }
        for (Path folder : owned) {
            hidden(folder, OTHERS, "700", found);
            owned(folder, found);
        }
        return found.isEmpty()
                ? List.of(Diagnosis.ok(TOPIC, "mail and secrets are " + owner(files.maildir()) + "'s alone"))
                : found;
    }

    private static void hidden(Path path, Set<PosixFilePermission> from, String mode, List<Diagnosis> found)
            throws IOException {
        try {
            Set<PosixFilePermission> open = EnumSet.copyOf(from);
            open.retainAll(Files.getPosixFilePermissions(path));
            if (!open.isEmpty()) {
                found.add(Diagnosis.fault(
                        TOPIC, path + " is open to other users of this machine", "chmod " + mode + " " + path));
            }
        } catch (NoSuchFileException e) {
            // Made when it is needed.
        } catch (UnsupportedOperationException e) {
            // A file system without such permissions.
        }
    }

    private void owned(Path path, List<Diagnosis> found) throws IOException {
        try {
            String owner = owner(files.maildir());
            if (!owner(path).equals(owner)) {
                found.add(Diagnosis.fault(
                        TOPIC,
                        path + " belongs to " + owner(path) + ", and the mail to " + owner,
                        "chown " + owner + " " + path));
            }
        } catch (NoSuchFileException e) {
            // As above.
        }
    }

    private static String owner(Path path) throws IOException {
        return Files.getOwner(path).getName();
    }
}
