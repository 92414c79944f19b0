package mailserver.care;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mailserver.care.Finding.Kind;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.store.Maildir;
import mailserver.store.MaildirFiles;

/**
 * Reads all mail and tells what is no longer as it was delivered. It changes nothing unless it shall repair, and then it only
 * renames. A server may run meanwhile, and so may other mail programs; who breaks it off begins anew next time.
 */
public final class Scrub {
    private final ServerFiles files;
    private final Instant now;
    private final boolean repair;
    private final Pace pace;
    private final Progress progress;
    private final Consumer<Finding> told;
    private final MessageCheck check = new MessageCheck();
    private long messages;
    private long findings;

    /**
     * What was looked at.
     *
     * @param octets that were read
     */
    public record Summary(long messages, long octets, long findings) {}

    /** @param told hears of each finding at once */
    public Scrub(ServerFiles files, Instant now, boolean repair, Pace pace, Progress progress, Consumer<Finding> told) {
        this.files = files;
        this.now = now;
        this.repair = repair;
        this.pace = pace;
        this.progress = progress;
        this.told = told;
    }

    /**
     * Everything in the home.
     *
     * @param isOwner who has a mailbox here
     */
    public Summary all(Predicate<Address> isOwner) throws IOException {
        List<Maildir> mailboxes = Mailboxes.in(files);
        for (Maildir mailbox : mailboxes) {
            if (mailbox.owner().filter(isOwner).isEmpty()) {
                tell(Finding.of(Kind.UNOWNED, mailbox.folder(), "belongs to no account"));
            }
        }
        for (Finding finding : new QueueCheck(files.queue(), now).run()) {
            tell(repair ? putAside(finding, files.queue()) : finding);
        }
        return of(mailboxes);
    }

    /** These mailboxes alone. */
    public Summary of(List<Maildir> mailboxes) throws IOException {
        long total = 0;
        for (Maildir mailbox : mailboxes) {
            for (Maildir folder : Mailboxes.withSubfolders(mailbox)) {
                total += MaildirFiles.list(folder.folder()).size();
            }
        }
        progress.begin("scrub", total, "messages");
        for (Maildir mailbox : mailboxes) {
            for (Maildir folder : Mailboxes.withSubfolders(mailbox)) {
                scrub(folder, mailbox.folder());
            }
        }
        progress.clear();
        return new Summary(messages, check.octets(), findings);
    }

    private void scrub(Maildir folder, Path mailbox) throws IOException {
        for (Path file : QueueCheck.files(folder.tmp())) {
            if (QueueCheck.isOld(file, now)) {
                Finding finding = Finding.of(Kind.LEFTOVER, file, "was never finished");
                tell(repair ? putAside(finding, mailbox) : finding);
            }
        }
        for (Path file : MaildirFiles.list(folder.folder())) {
            Optional<MessageCheck.Verdict> verdict = check.check(file);
            if (verdict.isPresent()) {
                tell(repair ? repaired(verdict.get(), mailbox) : verdict.get().finding());
            }
            messages++;
            progress.advance(1);
            pace.rest();
        }
    }

    private Finding repaired(MessageCheck.Verdict verdict, Path mailbox) throws IOException {
        Finding finding = verdict.finding();
        if (verdict.rightName().isPresent()) {
            Path right = finding.file().resolveSibling(verdict.rightName().get());
            return SetAsideFile.rename(finding.file(), right).map(finding::at).orElse(finding);
        }
        // What can't be read today may be readable tomorrow, and stays; so does what isn't a file.
        return finding.kind() == Kind.ROTTEN ? putAside(finding, mailbox) : finding;
    }

    private static Finding putAside(Finding finding, Path owner) throws IOException {
        return SetAsideFile.put(finding.file(), owner).map(finding::at).orElse(finding);
    }

    private void tell(Finding finding) {
        findings++;
        progress.clear();
        told.accept(finding);
    }
}
