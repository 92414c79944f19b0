package mailserver.care.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mailserver.care.Mailboxes;
import mailserver.care.Progress;
import mailserver.config.ServerFiles;
import mailserver.store.LockFile;
import mailserver.store.Maildir;
import mailserver.store.MaildirFiles;

/** Copies a home while its server runs: every message that is there from beginning to end is in the copy, and no half one is. */
public final class Backup {
    private final ServerFiles home;
    private final BackupFolder target;
    private final Mirror mirror;
    private final Progress progress;

    /**
     * What was done.
     *
     * @param messages in the backup's mailboxes now
     * @param kept     mailboxes that only the backup has: a home that was lost, or not mounted, must not empty its backup
     */
    public record Result(long messages, long added, long removed, List<Path> kept) {}

    /** @param linking whether messages may be hard links where that can be */
    public Backup(ServerFiles home, BackupFolder target, boolean linking, Progress progress) {
        this.home = home;
        this.target = target;
        this.mirror = new Mirror(new FileCopies(linking), progress);
        this.progress = progress;
    }

    public Result run(Instant now) throws IOException {
        if (!Files.isDirectory(home.maildir())) {
            throw new IOException("there is no mail in " + home.home() + "; --home DIR looks elsewhere");
        }
        if (home.shared().isPresent()) {
            throw new IOException("a node of a cluster can't be backed up by itself yet; copy the whole shared folder "
                    + home.shared().get().settings().shared());
        }
        target.checkApart(home);
        LockFile lock = target.open();
        try (lock) {
            List<Maildir> mailboxes = Mailboxes.in(home);
            long total = 0;
            for (Maildir mailbox : mailboxes) {
                total += count(mailbox);
            }
            progress.begin("backup", total, "messages");
            if (Files.isDirectory(home.etc())) {
                mirror.folder(home.etc(), target.files().etc());
            }
            // Before the mailboxes: what goes from the queue to one of them meanwhile is here or there, perhaps in
            // both.
            new QueueMirror(home.queue(), target.files().queue()).copy();
            for (Maildir mailbox : mailboxes) {
                mirror.folder(mailbox.folder(), copyOf(mailbox));
            }
            progress.clear();
            long removed = mirror.removeGone();
            target.completed(now);
            return new Result(mirror.messages(), mirror.added(), removed, kept(mailboxes));
        }
    }

    private static long count(Maildir mailbox) throws IOException {
        long count = 0;
        for (Maildir folder : Mailboxes.withSubfolders(mailbox)) {
            count += MaildirFiles.list(folder.folder()).size();
        }
        return count;
    }

    private List<Path> kept(List<Maildir> mailboxes) throws IOException {
        Set<Path> copies = Set.copyOf(mailboxes.stream().map(this::copyOf).toList());
        var kept = new ArrayList<Path>();
        for (Maildir copy : Mailboxes.in(target.files())) {
            if (!copies.contains(copy.folder())) {
                kept.add(copy.folder());
            }
        }
        return kept;
    }

    private Path copyOf(Maildir mailbox) {
        return target.files().home().resolve(home.home().relativize(mailbox.folder()));
    }
}
