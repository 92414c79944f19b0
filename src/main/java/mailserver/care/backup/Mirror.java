package mailserver.care.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailserver.care.Mailboxes;
import mailserver.care.Progress;
import mailserver.store.DurableFiles;
import mailserver.store.MaildirFiles;

/**
 * Makes one folder of a backup what a folder of the home is, while both the server and other programs are at work there. First all that
 * is new is added, and only when everything everywhere has been, {@link #removeGone()} takes away what the home has no more: broken off
 * anywhere between, the backup has all that it had, and some more.
 */
final class Mirror {
    /** A folder that changes all the time is gone through so often; what still moves then was moving all the while. */
    private static final int ROUNDS = 20;

    private final FileCopies copies;
    private final Progress progress;
    private final Set<Path> gone = new LinkedHashSet<>();
    private long messages;
    private long added;

    Mirror(FileCopies copies, Progress progress) {
        this.copies = copies;
        this.progress = progress;
    }

    /** How many there are now. */
    long messages() {
        return messages;
    }

    /** How many messages the backup didn't have before. */
    long added() {
        return added;
    }

    /** A mailbox, a folder within it, or any other folder. */
    void folder(Path from, Path to) throws IOException {
        FileCopies.makeFolder(to);
        if (Mailboxes.isMaildir(from)) {
            messages(from, to);
        }
        Path tmp = tmp(to);
        Set<String> names = OtherFiles.names(from);
        for (String name : names) {
            Path source = from.resolve(name);
            Path copy = to.resolve(name);
            if (OtherFiles.isFolder(source)) {
                folder(source, copy);
            } else if (!OtherFiles.isSame(source, copy)) {
                other(source, copy, tmp);
            }
        }
        DurableFiles.syncFolder(to);
        for (String name : OtherFiles.names(to)) {
            if (!names.contains(name)) {
                gone.add(to.resolve(name));
            }
        }
        if (!Mailboxes.isMaildir(from)) {
            Files.deleteIfExists(tmp);
        }
    }

    private static void other(Path source, Path copy, Path tmp) throws IOException {
        try {
            FileCopies.replace(source, copy, tmp);
        } catch (NoSuchFileException e) {
            // Another program's, and gone again.
        }
    }

    private void messages(Path from, Path to) throws IOException {
        List<Path> folders = List.of(to.resolve("new"), to.resolve("cur"));
        for (Path folder : folders) {
            FileCopies.makeFolder(folder);
        }
        Path tmp = tmp(to);
        Map<String, Path> have = Messages.in(to).byBase();
        Set<String> present = Set.of();
        boolean moving = true;
        for (int round = 0; round < ROUNDS && moving; round++) {
            moving = false;
            present = new LinkedHashSet<>();
            for (Path message : MaildirFiles.list(from)) {
                present.add(Messages.base(message));
                moving |= !message(message, to, tmp, have);
                progress.advance(round == 0 ? 1 : 0);
            }
        }
        for (Path folder : folders) {
            DurableFiles.syncFolder(folder);
        }
        messages += present.size();
        for (var copy : have.entrySet()) {
            if (!present.contains(copy.getKey())) {
                gone.add(copy.getValue());
            }
        }
    }

    /** @return false when it was gone: deleted, or somewhere else by now */
    private boolean message(Path message, Path to, Path tmp, Map<String, Path> have) throws IOException {
        Path copy = to.resolve(Messages.within(message));
        Path old = have.get(Messages.base(message));
        if (copy.equals(old)) {
            return true;
        }
        if (old != null) {
            // It has been read, or flagged.
            Files.move(old, copy, StandardCopyOption.ATOMIC_MOVE);
        } else {
            try {
                copies.put(message, copy, tmp);
            } catch (NoSuchFileException e) {
                return false;
            }
            added++;
        }
        have.put(Messages.base(message), copy);
        return true;
    }

    /** Nobody else writes to a backup: what lies there is what a broken-off run has left. */
    private static Path tmp(Path to) throws IOException {
        Path tmp = to.resolve("tmp");
        FileCopies.makeFolder(tmp);
        try (var left = Files.newDirectoryStream(tmp, FileCopies.PREFIX + "*")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
        return tmp;
    }

    /** To be called when all has been added. @return how many files and folders went */
    long removeGone() throws IOException {
        for (Path copy : gone) {
            OtherFiles.remove(copy);
        }
        return gone.size();
    }
}
