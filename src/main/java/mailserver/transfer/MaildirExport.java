package mailserver.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.care.Progress;
import mailserver.store.DurableFiles;
import mailserver.store.Maildir;
import mailserver.store.MaildirFiles;

/** Copies a mailbox into a Maildir elsewhere, names, flags and dates included. What is there already stays, so it can go on. */
public final class MaildirExport {
    private final Maildir mailbox;
    private final Progress progress;

    public MaildirExport(Maildir mailbox, Progress progress) {
        this.mailbox = mailbox;
        this.progress = progress;
    }

    /** @return how many messages are new there */
    public long to(Path folder) throws IOException {
        var target = new Maildir(folder.toAbsolutePath());
        if (target.folder().equals(mailbox.folder())) {
            throw new IOException(folder + " is the mailbox itself");
        }
        target.make();
        Set<String> there = new HashSet<>();
        for (Path file : MaildirFiles.list(target.folder())) {
            there.add(StoredMessages.name(file).base());
        }
        var messages = new StoredMessages(mailbox);
        List<Path> all = messages.all();
        progress.begin("export", all.size(), "messages");
        long count = 0;
        for (Path message : all) {
            if (there.add(StoredMessages.name(message).base()) && copy(messages.open(message), target)) {
                count++;
            }
            progress.advance(1);
        }
        DurableFiles.syncFolders(List.of(target.fresh(), target.cur()));
        progress.clear();
        return count;
    }

    private static boolean copy(Optional<StoredMessages.Opened> opened, Maildir target) throws IOException {
        if (opened.isEmpty()) {
            return false;
        }
        try (var message = opened.get()) {
            Path file = message.file();
            Path aside = target.tmp().resolve(StoredMessages.name(file).base());
            Files.copy(message.in(), aside, StandardCopyOption.REPLACE_EXISTING);
            Importer.changed(file).ifPresent(time -> setTime(aside, time));
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Path place = target.folder().resolve(file.subpath(file.getNameCount() - 2, file.getNameCount()));
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }

    private static void setTime(Path file, Instant time) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(time));
        } catch (IOException e) {
            // The name has it, too.
        }
    }
}
