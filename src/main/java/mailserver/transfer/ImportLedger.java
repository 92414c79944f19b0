package mailserver.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import mailserver.mail.Measure;
import mailserver.store.DurableFiles;
import mailserver.store.Maildir;
import mailserver.store.MaildirFiles;
import mailserver.store.MaildirName;

/**
 * What a mailbox has, and what was ever imported into it: a message that its owner has read and deleted since must not come back with the
 * next import. {@code mailserver-imported} in the mailbox has a line for each, {@code sha256 <digest>} or {@code name <what the
 * source calls it>}.
 */
final class ImportLedger {
    private static final String FILE = "mailserver-imported";
    private static final String DIGEST = "sha256 ";
    private static final String NAME = "name ";

    private final Path file;
    private final Set<String> known = new HashSet<>();
    private final Set<String> fresh = new LinkedHashSet<>();

    private ImportLedger(Path file) {
        this.file = file;
    }

    static ImportLedger of(Maildir mailbox) throws IOException {
        var ledger = new ImportLedger(mailbox.folder().resolve(FILE));
        try {
            // A line that a crash has cut short is none.
            ledger.known.addAll(Files.readAllLines(ledger.file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            // The first import.
        }
        for (Path message : MaildirFiles.list(mailbox.folder())) {
            try {
                ledger.known.add(DIGEST + digest(message));
            } catch (NoSuchFileException e) {
                // Moved or deleted just now.
            }
        }
        return ledger;
    }

    boolean hasDigest(String sha256) {
        return has(DIGEST + sha256);
    }

    boolean hasName(String name) {
        return has(NAME + oneLine(name));
    }

    void addDigest(String sha256) {
        add(DIGEST + sha256);
    }

    void addName(String name) {
        add(NAME + oneLine(name));
    }

    /** Writes down what is new. To be called when it is on the disk. */
    void save() throws IOException {
        if (fresh.isEmpty()) {
            return;
        }
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        // The line end first: the line before may have been cut short.
        byte[] lines = ("\n" + String.join("\n", fresh) + "\n").getBytes(StandardCharsets.UTF_8);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            DurableFiles.writeAll(channel, lines);
            channel.force(true);
        }
        known.addAll(fresh);
        fresh.clear();
    }

    private boolean has(String line) {
        return known.contains(line) || fresh.contains(line);
    }

    private void add(String line) {
        if (!known.contains(line)) {
            fresh.add(line);
        }
    }

    private static String oneLine(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private static String digest(Path message) throws IOException {
        MaildirName name = MaildirName.parse(message.getFileName().toString());
        if (name.sha256().isPresent()) {
            return name.sha256().get();
        }
        var measure = new Measure();
        try (InputStream in = Files.newInputStream(message)) {
            byte[] block = new byte[64 * 1024];
            int n;
            while ((n = in.read(block)) > 0) {
                measure.update(block, 0, n);
            }
        }
        return measure.sha256();
    }
}
