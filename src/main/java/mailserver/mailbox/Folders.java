package mailserver.mailbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mailserver.mail.Content;
import mailserver.store.DurableFiles;
import mailserver.store.Maildir;
import mailserver.store.MaildirFiles;
import mailserver.store.MaildirName;
import mailserver.store.MaildirNames;
import mailserver.store.Spool;
import org.apache.commons.io.output.CloseShieldOutputStream;

/**
 * The folders of a mailbox as Maildir++ keeps them: beside the inbox, which POP3 sees, those whose names begin with a dot. What is in
 * them is for mutt, IMAP servers and the page.
 */
public final class Folders {
    /** The mailbox itself, as IMAP calls it. */
    public static final String INBOX = "INBOX";

    public static final String SENT = "Sent";
    public static final String DRAFTS = "Drafts";
    public static final String TRASH = "Trash";
    private static final List<String> ALWAYS = List.of(INBOX, DRAFTS, SENT, TRASH);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9&_+,-][A-Za-z0-9&_+,. -]{0,99}");

    private final Path mailbox;

    /** @param unseen those without the flag S */
    public record Folder(String name, int total, int unseen) {}

    /** Writes a message. */
    @FunctionalInterface
    public interface Text {
        void writeTo(OutputStream out) throws IOException;
    }

    /** @param mailbox may be absent, and is empty then */
    public Folders(Path mailbox) {
        this.mailbox = mailbox;
    }

    /** Where a folder is; empty for what is no folder's name. It need not be there. */
    public Optional<Path> path(String name) {
        if (name.equals(INBOX)) {
            return Optional.of(mailbox);
        }
        return NAME.matcher(name).matches() && !name.contains("..")
                ? Optional.of(mailbox.resolve("." + name))
                : Optional.empty();
    }

    /** The usual ones first, whether or not they have been made. */
    public List<Folder> all() throws IOException {
        var names = new ArrayList<>(ALWAYS);
        try (Stream<Path> children = Files.list(mailbox)) {
            children.filter(child -> Files.isDirectory(child.resolve("cur"), LinkOption.NOFOLLOW_LINKS))
                    .map(child -> child.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .map(name -> name.substring(1))
                    .filter(name -> NAME.matcher(name).matches() && !names.contains(name))
                    .sorted()
                    .forEach(names::add);
        } catch (NoSuchFileException e) {
            // Nobody has written to him yet.
        }
        var all = new ArrayList<Folder>();
        for (String name : names) {
            all.add(count(name));
        }
        return all;
    }

    private Folder count(String name) throws IOException {
        int total = 0;
        int unseen = 0;
        for (Path file : MaildirFiles.list(path(name).orElseThrow())) {
            total++;
            unseen += MaildirName.parse(file.getFileName().toString()).flags().contains("S") ? 0 : 1;
        }
        return new Folder(name, total, unseen);
    }

    /**
     * Puts a message into a folder, durably.
     *
     * @param flags as maildir(5) has them
     * @param host  see {@link MaildirNames}
     * @return its id
     */
    public String save(String folder, String flags, Text text, InstantSource clock, String host) throws IOException {
        var maildir = new Maildir(path(folder).orElseThrow());
        maildir.makeAgain();
        // Not the names that deliveries have: two counters may stand at the same number.
        String unique = new MaildirNames(clock, "page." + host).next();
        try (var spool = new Spool(maildir.tmp().resolve(unique))) {
            text.writeTo(CloseShieldOutputStream.wrap(new LineEnds(spool)));
            Content content = spool.finish();
            Path target = maildir.cur().resolve(MaildirName.fresh(unique, content) + ":2," + flags);
            DurableFiles.link(content.file(), target);
            DurableFiles.syncFolder(maildir.cur());
            return content.sha256();
        }
    }

    /** As they are on disk: LF alone. */
    private static final class LineEnds extends OutputStream {
        private final Spool spool;

        LineEnds(Spool spool) {
            this.spool = spool;
        }

        @Override
        public void write(int octet) throws IOException {
            if (octet != '\r') {
                spool.write(new byte[] {(byte) octet}, 0, 1);
            }
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            int from = offset;
            int end = offset + length;
            for (int i = offset; i < end; i++) {
                if (octets[i] == '\r') {
                    spool.write(octets, from, i - from);
                    from = i + 1;
                }
            }
            spool.write(octets, from, end - from);
        }
    }
}
