package mailserver.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.mailbox.text.SafeHtml;
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
        private final RecentFiles recent;
        private final MeasurementCache measurements;

        public Memory() {
            this(MeasurementCache.inMemory(), new RecentFiles(RecentFiles.MOST_MAILDIRS));
        }

        private Memory(MeasurementCache measurements, RecentFiles recent) {
            this.recent = recent;
            this.measurements = measurements;
        }

        /** For mailboxes that other machines change, too. */
        public static Memory withoutListings() {
            return new Memory(MeasurementCache.withoutListingsInMemory(), new RecentFiles(0));
        }
    }

    private static final int BLOCK = 16 * 1024;

    private final Path maildir;
    private final Memory memory;
    private final Summaries summaries;

    /** @param maildir may be absent, and is empty then */
    public MailboxReader(Path maildir, Memory memory) {
        this.maildir = maildir;
        this.memory = memory;
        this.summaries = new Summaries(maildir, memory.summaries);
    }

    /**
     * The messages that hold all conditions, the newest first.
     *
     * @param before only those behind this one, by its id; all where it isn't there any more
     */
    public Page list(Conditions conditions, int limit, Optional<String> before) throws IOException {
        return list(conditions, limit, 0, before);
    }

    /** @param offset so many are left out first */
    public Page list(Conditions conditions, int limit, int offset, Optional<String> before) throws IOException {
        StoredFiles files = files();
        var page = new ArrayList<MessageSummary>();
        int total = 0;
        int start =
                before.map(id -> index(files, id)).filter(index -> index >= 0).orElse(files.size());
        if (conditions.isNone()) {
            for (int i = start - 1 - offset; i >= 0 && page.size() < limit; i--) {
                summaries.summary(files, i).ifPresent(page::add);
            }
            return new Page(files.size(), summaries.counted(page));
        }
        summaries.read(files);
        int reached = 0;
        for (int i = files.size() - 1; i >= 0; i--) {
            Optional<MessageSummary> message = summaries.summary(files, i);
            if (message.isPresent() && mismatch(message.get(), conditions).isEmpty()) {
                total++;
                if (i < start && ++reached > offset && page.size() < limit) {
                    page.add(message.get());
                }
            }
        }
        return new Page(total, summaries.counted(page));
    }

    /** The newest messages, without their attachments counted: -1 is no number. */
    public List<MessageSummary> newest(int limit) throws IOException {
        StoredFiles files = files();
        var newest = new ArrayList<MessageSummary>();
        for (int i = files.size() - 1; i >= 0 && newest.size() < limit; i--) {
            summaries.summary(files, i).ifPresent(newest::add);
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
        return index < 0 ? Optional.empty() : summaries.summary(files, index).map(this::counted);
    }

    public Optional<MessageSummary> latest(Conditions conditions) throws IOException {
        return list(conditions, 1, Optional.empty()).messages().stream().findFirst();
    }

    /** A message that has just been delivered, by its file, without its attachments counted; empty when it has gone already. */
    public Optional<MessageSummary> of(Path file, String id, long size) throws IOException {
        return summaries.summary(file, MaildirName.parse(file.getFileName().toString()), id, size);
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

    /** Its HTML as it can be shown; empty when the message has gone. See {@link SafeHtml}. */
    public Optional<String> html(MessageSummary message, boolean remote) throws IOException {
        return atItsPlace(message, file -> {
            var parser = new MessageParser(file);
            String html = parser.parse(message).html();
            return SafeHtml.of(html, html.contains("cid:") ? parser.pictures() : Map.of(), remote);
        });
    }

    /** An attachment as text; empty when it is none, or isn't there. */
    public Optional<String> attachedText(MessageSummary message, int index) throws IOException {
        return atItsPlace(message, file -> new MessageParser(file).attachedText(index))
                .flatMap(text -> text);
    }

    /** Reads what lists and searches want to know of all messages, so that the first search doesn't have to. */
    public void readAhead() throws IOException {
        summaries.read(files());
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

    /** Sets some of a message's flags, or takes them away, durably. False when there is none of this id. */
    public boolean change(String id, FlagChange change) throws IOException {
        Optional<MessageSummary> message = find(id);
        return message.isPresent()
                && atItsPlace(message.get(), file -> MessageFlags.change(maildir, file, change))
                        .isPresent();
    }

    /** Moves a message to another folder, durably, name and flags as they are. False when there is none of this id. */
    public boolean move(String id, Path folder) throws IOException {
        Optional<MessageSummary> message = find(id);
        return message.isPresent()
                && atItsPlace(message.get(), file -> MessageFlags.move(file, folder))
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
            memory.recent.forget(maildir);
            Optional<MessageSummary> moved = find(message.id());
            try {
                return moved.isPresent() ? Optional.of(use.of(moved.get().file())) : Optional.empty();
            } catch (NoSuchFileException again) {
                return Optional.empty();
            }
        }
    }

    StoredFiles files() throws IOException {
        return memory.recent.get(maildir, () -> Snapshot.take(maildir, memory.measurements));
    }

    private static int index(StoredFiles files, String id) {
        for (int i = files.size() - 1; i >= 0; i--) {
            if (files.sha256(i).equals(id)) {
                return i;
            }
        }
        return -1;
    }

    Summaries summaries() {
        return summaries;
    }

    /** With its attachments counted, for which all of it is read, once. */
    public MessageSummary counted(MessageSummary message) {
        return summaries.counted(message);
    }
}
