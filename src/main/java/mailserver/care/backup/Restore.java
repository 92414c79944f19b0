package mailserver.care.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.care.Mailboxes;
import mailserver.care.Progress;
import mailserver.config.ServerFiles;
import mailserver.store.DurableFiles;
import mailserver.store.Maildir;
import mailserver.store.MaildirFiles;
import mailserver.store.MaildirName;

/**
 * Brings a backup's mail back into a home, whose lock the caller holds. It only ever adds: what the home has stays as it is there, with
 * its flags, and nothing is there twice. Broken off and run again, it goes on.
 */
public final class Restore {
    private final BackupFolder backup;
    private final ServerFiles home;
    private final FileCopies copies;
    private final Progress progress;
    private final List<Path> differing = new ArrayList<>();
    private long restored;
    private long present;

    /**
     * What was done.
     *
     * @param present   messages that the home has already
     * @param differing files that the home has with another content, which it kept
     * @param queue     whether the queue was brought back, too
     */
    public record Result(long restored, long present, List<Path> differing, boolean queue) {}

    public Restore(BackupFolder backup, ServerFiles home, boolean linking, Progress progress) {
        this.backup = backup;
        this.home = home;
        this.copies = new FileCopies(linking);
        this.progress = progress;
    }

    /**
     * Brings it back.
     *
     * @param partial  whether a backup that never came to its end is better than none
     * @param anyQueue whether the queue comes back even into a home that has one
     */
    public Result run(boolean partial, boolean anyQueue) throws IOException {
        if (!backup.isBackup()) {
            throw new IOException(backup + " holds no backup");
        }
        if (backup.complete().isEmpty() && !partial) {
            throw new IOException(backup + " was broken off before it was complete; --partial takes what is there");
        }
        if (home.shared().isPresent()) {
            throw new IOException(
                    "a node of a cluster can't be restored by itself yet; put the shared folder back as a whole");
        }
        backup.checkApart(home);
        boolean queue = queue(anyQueue);
        List<Maildir> mailboxes = Mailboxes.in(backup.files());
        long total = 0;
        for (Maildir mailbox : mailboxes) {
            for (Maildir folder : Mailboxes.withSubfolders(mailbox)) {
                total += MaildirFiles.list(folder.folder()).size();
            }
        }
        progress.begin("restore", total, "messages");
        for (Maildir mailbox : mailboxes) {
            folder(mailbox.folder());
        }
        if (Files.isDirectory(backup.files().etc())) {
            folder(backup.files().etc());
        }
        progress.clear();
        Files.deleteIfExists(begun());
        return new Result(restored, present, differing, queue);
    }

    /**
     * Only into a home that has no queue: one that has knows better what has left since, and nobody shall get a message twice.
     * The note tells a home that had none from one where we were broken off.
     */
    private boolean queue(boolean always) throws IOException {
        if (!always && Files.isDirectory(home.queue()) && !Files.exists(begun())) {
            return false;
        }
        DurableFiles.makeFolder(home.run());
        DurableFiles.writeFile(begun(), new byte[0]);
        new QueueMirror(backup.files().queue(), home.queue()).add();
        return true;
    }

    private Path begun() {
        return home.run().resolve("restoring");
    }

    private void folder(Path from) throws IOException {
        Path to = home.home().resolve(backup.files().home().relativize(from));
        DurableFiles.makeFolder(to);
        if (Mailboxes.isMaildir(from)) {
            messages(from, new Maildir(to));
        }
        for (String name : OtherFiles.names(from)) {
            Path copy = from.resolve(name);
            Path mine = to.resolve(name);
            if (OtherFiles.isFolder(copy)) {
                folder(copy);
            } else if (!Files.exists(mine)) {
                FileCopies.replace(copy, mine, to);
            } else if (Files.mismatch(copy, mine) >= 0) {
                differing.add(mine);
            }
        }
        DurableFiles.syncFolder(to);
    }

    private void messages(Path from, Maildir to) throws IOException {
        to.make();
        Map<String, Path> wanted = Messages.in(from).byBase();
        Map<String, Path> have = Messages.in(to.folder()).byBase();
        Map<String, Integer> digests = digestsOfOthers(have, wanted);
        for (var message : wanted.entrySet()) {
            if (have.containsKey(message.getKey()) || hasUnderAnotherName(message.getKey(), digests)) {
                present++;
            } else {
                copies.put(message.getValue(), to.folder().resolve(Messages.within(message.getValue())), to.tmp());
                restored++;
            }
            progress.advance(1);
        }
        DurableFiles.syncFolders(List.of(to.fresh(), to.cur()));
    }

    /** How many messages there are of each digest that bear no name of the backup's: some program has renamed or imported them. */
    private static Map<String, Integer> digestsOfOthers(Map<String, Path> have, Map<String, Path> wanted) {
        var digests = new HashMap<String, Integer>();
        for (String base : have.keySet()) {
            if (!wanted.containsKey(base)) {
                MaildirName.parse(base).sha256().ifPresent(digest -> digests.merge(digest, 1, Integer::sum));
            }
        }
        return digests;
    }

    private static boolean hasUnderAnotherName(String base, Map<String, Integer> digests) {
        Optional<String> digest = MaildirName.parse(base).sha256();
        if (digest.isEmpty() || digests.getOrDefault(digest.get(), 0) == 0) {
            return false;
        }
        digests.merge(digest.get(), -1, Integer::sum);
        return true;
    }
}
