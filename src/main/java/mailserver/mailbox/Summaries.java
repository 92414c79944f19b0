package mailserver.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import mailserver.store.MaildirName;
import mailserver.store.StoredFiles;

/** What the list of one Maildir says of its messages; each header is read once, as long as there is memory for what it says. */
final class Summaries {
    private final Path maildir;
    private final SummaryCache cache;

    Summaries(Path maildir, SummaryCache cache) {
        this.maildir = maildir;
        this.cache = cache;
    }

    Optional<MessageSummary> summary(StoredFiles files, int index) throws IOException {
        return summary(files.path(index), files.name(index), files.sha256(index), files.wireBytes(index));
    }

    Optional<MessageSummary> summary(Path file, MaildirName name, String id, long size) throws IOException {
        Optional<SummaryCache.Entry> entry = entry(file, name, size);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MessageSummary(
                id,
                file,
                entry.get().from(),
                entry.get().to(),
                entry.get().subject(),
                entry.get().date(),
                received(file, name),
                size,
                name.flags(),
                entry.get().reference().root(),
                entry.get().attachments()));
    }

    private Optional<SummaryCache.Entry> entry(Path file, MaildirName name, long size) throws IOException {
        var key = new SummaryCache.Key(maildir.toString(), name.base(), size);
        Optional<SummaryCache.Entry> entry = cache.get(key);
        if (entry.isEmpty()) {
            try {
                entry = Optional.of(entry(new MessageParser(file).header()));
            } catch (NoSuchFileException e) {
                // It has moved or gone since the look; the next look knows.
                return Optional.empty();
            }
            cache.put(key, entry.get());
        }
        return entry;
    }

    private static SummaryCache.Entry entry(HeaderBlock header) {
        String type = header.first("Content-Type").orElse("text/plain").toLowerCase(Locale.ROOT);
        boolean plain = type.startsWith("text/plain") || type.startsWith("text/html");
        return new SummaryCache.Entry(
                header.first("From").orElse(""),
                header.mailboxes("To", "Cc"),
                header.first("Subject").orElse(""),
                header.date(),
                Reference.of(header),
                plain && header.first("Content-Disposition").isEmpty() && !type.contains("name") ? 0 : -1);
    }

    /** Reads what isn't known yet, on all processors; a hundred thousand headers are some work. */
    void read(StoredFiles files) throws IOException {
        references(files);
    }

    /** What each refers to, in the order of the files. */
    List<Reference> references(StoredFiles files) throws IOException {
        try {
            return IntStream.range(0, files.size())
                    .parallel()
                    .mapToObj(index -> reference(files, index))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Reference reference(StoredFiles files, int index) {
        try {
            return entry(files.path(index), files.name(index), files.wireBytes(index))
                    .map(SummaryCache.Entry::reference)
                    .orElse(new Reference(0, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant received(Path file, MaildirName name) throws IOException {
        return name.seconds() > 0
                ? Instant.EPOCH.plus(name.time(), ChronoUnit.MICROS)
                : Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    List<MessageSummary> counted(List<MessageSummary> messages) {
        return messages.stream().map(this::counted).toList();
    }

    /** With its attachments counted, for which all of it is read, once. */
    MessageSummary counted(MessageSummary message) {
        if (message.attachments() >= 0) {
            return message;
        }
        int count;
        try {
            count = new MessageParser(message.file()).attachments();
        } catch (IOException e) {
            return message.with(0);
        }
        var key = new SummaryCache.Key(
                maildir.toString(),
                MaildirName.base(message.file().getFileName().toString()),
                message.size());
        cache.get(key).ifPresent(entry -> cache.put(key, entry.with(count)));
        return message.with(count);
    }
}
