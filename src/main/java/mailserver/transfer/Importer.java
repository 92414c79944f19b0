package mailserver.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import mailserver.mail.Content;
import mailserver.store.DurableFiles;
import mailserver.store.Maildir;
import mailserver.store.MaildirName;
import mailserver.store.MaildirNames;
import mailserver.store.Spool;

/**
 * Puts messages of other programs into a mailbox as if they had come here at the time when they came there. A server may deliver to it
 * meanwhile. Broken off, it goes on the next time: what is there is known by its digest.
 */
public final class Importer implements MessageSource.Intake {
    /** So many are made sure of at once: one by one each would cost two more syncs. */
    private static final int BATCH = 100;
    /** The flags of maildir(5); Dovecot's keywords, in small letters, mean nothing without its files. */
    private static final String FLAGS = "DFPRST";

    private final Maildir mailbox;
    private final MaildirNames names;
    private final InstantSource clock;
    private final ImportLedger ledger;
    private final Consumer<String> complaints;
    private long imported;
    private long skipped;
    private long failures;
    private int unsaved;

    /** @param complaints hears of each message that can't be had */
    public Importer(Maildir mailbox, String hostname, InstantSource clock, Consumer<String> complaints)
            throws IOException {
        this.mailbox = mailbox;
        this.names = new MaildirNames(clock, hostname);
        this.clock = clock;
        this.complaints = complaints;
        mailbox.make();
        this.ledger = ImportLedger.of(mailbox);
    }

    public long imported() {
        return imported;
    }

    /** How many were there already, or had been. */
    public long skipped() {
        return skipped;
    }

    public long failures() {
        return failures;
    }

    @Override
    public boolean knows(String name) {
        boolean known = ledger.hasName(name);
        skipped += known ? 1 : 0;
        return known;
    }

    @Override
    public void failed(String what) {
        failures++;
        complaints.accept(what);
    }

    @Override
    public void take(String name, FoundMessage message) throws IOException {
        take(message);
        ledger.addName(name);
    }

    @Override
    public void take(FoundMessage message) throws IOException {
        Optional<Published> published = Optional.empty();
        try (var spool = new Spool(mailbox.tmp().resolve(names.next()))) {
            var text = new IncomingText(spool);
            message.body().writeTo(text);
            text.finish();
            String digest = text.sha256();
            if (text.isEmpty() || ledger.hasDigest(digest)) {
                skipped++;
            } else {
                published = Optional.of(publish(message, text.header(), spool.finish()));
                ledger.addDigest(digest);
                imported++;
            }
        }
        // Not before: an old file in tmp/ is one that somebody may take away.
        published.ifPresent(Published::setTime);
        if (++unsaved >= BATCH) {
            save();
        }
    }

    private record Published(Path file, Instant came) {
        void setTime() {
            try {
                Files.setLastModifiedTime(file, FileTime.from(came));
            } catch (IOException e) {
                // It has been read and moved already; its name says when it came, too.
            }
        }
    }

    private Published publish(FoundMessage message, Header header, Content content) throws IOException {
        Instant came = message.came()
                .or(header::date)
                .or(message::lastWord)
                .filter(date -> date.isAfter(Instant.EPOCH))
                .orElseGet(clock::instant);
        String flags = flags(message.flags());
        String name = MaildirName.fresh(names.next(came), content);
        boolean known = message.seen() || !flags.isEmpty();
        Path place = known
                ? mailbox.cur().resolve(name + ":2," + flags)
                : mailbox.fresh().resolve(name);
        DurableFiles.link(content.file(), place);
        return new Published(place, came);
    }

    private static String flags(String flags) {
        return flags.chars()
                .filter(flag -> FLAGS.indexOf(flag) >= 0)
                .distinct()
                .sorted()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** Makes all that was taken so far outlive a crash. To be called at the end, too. */
    public void save() throws IOException {
        DurableFiles.syncFolders(List.of(mailbox.fresh(), mailbox.cur()));
        ledger.save();
        unsaved = 0;
    }

    static Optional<Instant> changed(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
