package mailserver.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailserver.store.MaildirName;
import mailserver.store.MeasurementCache;
import mailserver.store.Snapshot;
import mailserver.store.StoredFiles;
import mailserver.wire.CrlfWriter;

/**
 * One mailbox, for those who want to look into it without a POP3 session: it takes no lock, and others move and remove messages meanwhile.
 */
public final class MailboxReader {
    /** What readers of one process remember together. */
    public static final class Memory {
        private final SummaryCache summaries = new SummaryCache();
        private final MeasurementCache measurements = MeasurementCache.inMemory();
    }

    private static final int BLOCK = 16 * 1024;

    private final Path maildir;
    private final Memory memory;

    /** @param maildir may be absent, and is empty then */
    public MailboxReader(Path maildir, Memory memory) {
        this.maildir = maildir;
        this.memory = memory;
    }

    /**
     * The messages that hold all conditions, the newest first.
     *
     * @param before only those behind this one, by its id; all where it isn't there any more
     */
    public Page list(Conditions conditions, int limit, Optional<String> before) throws IOException {
        StoredFiles files = files();
        var page = new ArrayList<MessageSummary>();
        int total = 0;
        int start =
                before.map(id -> index(files, id)).filter(index -> index >= 0).orElse(files.size());
        if (conditions.isNone()) {
            for (int i = start - 1; i >= 0 && page.size() < limit; i--) {
                summary(files, i).ifPresent(page::add);
            }
            return new Page(files.size(), counted(page));
        }
        for (int i = files.size() - 1; i >= 0; i--) {
            Optional<MessageSummary> message = summary(files, i);
            if (message.isPresent() && mismatch(message.get(), conditions).isEmpty()) {
                total++;
                if (i < start && page.size() < limit) {
                    page.add(message.get());
                }
            }
        }
        return new Page(total, counted(page));
    }

    /** The newest messages, without their attachments counted: -1 is no number. */
    public List<MessageSummary> newest(int limit) throws IOException {
        StoredFiles files = files();
        var newest = new ArrayList<MessageSummary>();
        for (int i = files.size() - 1; i >= 0 && newest.size() < limit; i--) {
            summary(files, i).ifPresent(newest::add);
        }
        return newest;
    }

    /** Why a message isn't wanted; empty when it is. */
    public Optional<String> mismatch(MessageSummary message, Conditions conditions) throws IOException {
        Optional<String> why = conditions.mismatch(message);
        if (why.isPresent() || conditions.text().isEmpty()) {
            return why;
        }
        try {
            return conditions.mismatch(new MessageParser(message.file()).text());
        } catch (NoSuchFileException e) {
            return Optional.of("it is gone");
        }
    }

    /** One message, by its id. */
    public Optional<MessageSummary> find(String id) throws IOException {
        StoredFiles files = files();
        int index = index(files, id);
        return index < 0 ? Optional.empty() : summary(files, index).map(this::counted);
    }

    public Optional<MessageSummary> latest(Conditions conditions) throws IOException {
        return list(conditions, 1, Optional.empty()).messages().stream().findFirst();
    }

    /** A message that has just been delivered, by its file, without its attachments counted; empty when it has gone already. */
    public Optional<MessageSummary> of(Path file, String id, long size) throws IOException {
        return summary(file, MaildirName.parse(file.getFileName().toString()), id, size);
    }

    /** Reads a message apart. Empty when it has gone. */
    public Optional<ParsedMessage> parse(MessageSummary message) throws IOException {
        return atItsPlace(message, file -> new MessageParser(file).parse(message));
    }

    /** The octets that POP3's RETR gives, without the dots. */
    public boolean raw(MessageSummary message, OutputStream out) throws IOException {
        return atItsPlace(message, file -> {
                    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                        var writer = new CrlfWriter(out::write);
                        byte[] block = new byte[BLOCK];
                        int n;
                        while ((n = in.read(block)) >= 0) {
                            writer.write(block, 0, n);
                        }
                        writer.finish();
                    }
                    return true;
                })
                .isPresent();
    }

    /** Writes an attachment, decoded. False when there is none of this index. */
    public boolean attachment(MessageSummary message, int index, AttachmentReceiver receiver) throws IOException {
        return atItsPlace(message, file -> new MessageParser(file).attachment(index, receiver::begin))
                .orElse(false);
    }

    /** Where an attachment goes, once it is known what it is. Its size isn't told. */
    @FunctionalInterface
    public interface AttachmentReceiver {
        OutputStream begin(AttachmentInfo info) throws IOException;
    }

    /** Removes a message, durably. False when there is none of this id. */
    public boolean delete(String id) throws IOException {
        Optional<MessageSummary> message = find(id);
        return message.isPresent()
                && atItsPlace(message.get(), file -> {
                            MessageFlags.delete(file);
                            return true;
                        })
                        .isPresent();
    }

    /** Sets a message's flag S, or takes it away, durably. False when there is none of this id. */
    public boolean seen(String id, boolean seen) throws IOException {
        Optional<MessageSummary> message = find(id);
        return message.isPresent()
                && atItsPlace(message.get(), file -> MessageFlags.seen(maildir, file, seen))
                        .isPresent();
    }

    private interface Use<T> {
        T of(Path file) throws IOException;
    }

    /** Once more where it has moved meanwhile. */
    private <T> Optional<T> atItsPlace(MessageSummary message, Use<T> use) throws IOException {
        try {
            return Optional.of(use.of(message.file()));
        } catch (NoSuchFileException e) {
            Optional<MessageSummary> moved = find(message.id());
            try {
                return moved.isPresent() ? Optional.of(use.of(moved.get().file())) : Optional.empty();
            } catch (NoSuchFileException again) {
                return Optional.empty();
            }
        }
    }

    private StoredFiles files() throws IOException {
        return Snapshot.take(maildir, memory.measurements);
    }

    private static int index(StoredFiles files, String id) {
        for (int i = files.size() - 1; i >= 0; i--) {
            if (files.sha256(i).equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private Optional<MessageSummary> summary(StoredFiles files, int index) throws IOException {
        return summary(files.path(index), files.name(index), files.sha256(index), files.wireBytes(index));
    }

    private Optional<MessageSummary> summary(Path file, MaildirName name, String id, long size) throws IOException {
        var key = new SummaryCache.Key(maildir.toString(), name.base(), size);
        Optional<SummaryCache.Entry> entry = memory.summaries.get(key);
        if (entry.isEmpty()) {
            try {
                entry = Optional.of(entry(new MessageParser(file).header()));
            } catch (NoSuchFileException e) {
                // It has moved or gone since the look; the next look knows.
                return Optional.empty();
            }
            memory.summaries.put(key, entry.get());
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
                name.flags().contains("S"),
                entry.get().attachments()));
    }

    private static SummaryCache.Entry entry(HeaderBlock header) {
        String type = header.first("Content-Type").orElse("text/plain").toLowerCase(Locale.ROOT);
        boolean plain = type.startsWith("text/plain") || type.startsWith("text/html");
        return new SummaryCache.Entry(
                header.first("From").orElse(""),
                header.mailboxes("To", "Cc"),
                header.first("Subject").orElse(""),
                header.date(),
                plain && header.first("Content-Disposition").isEmpty() && !type.contains("name") ? 0 : -1);
    }

    private static Instant received(Path file, MaildirName name) throws IOException {
        return name.seconds() > 0
                ? Instant.EPOCH.plus(name.time(), ChronoUnit.MICROS)
                : Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    private List<MessageSummary> counted(List<MessageSummary> messages) {
        return messages.stream().map(this::counted).toList();
    }

    /** With its attachments counted, for which all of it is read, once. */
    public MessageSummary counted(MessageSummary message) {
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
        memory.summaries.get(key).ifPresent(entry -> memory.summaries.put(key, entry.with(count)));
        return message.with(count);
    }
}
