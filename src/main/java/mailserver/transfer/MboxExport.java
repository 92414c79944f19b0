package mailserver.transfer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import mailserver.care.Progress;
import mailserver.store.DurableFiles;
import mailserver.store.Maildir;
import mailserver.store.MaildirName;

/**
 * Writes a mailbox into one mbox file, by the rules of mboxrd, which loses nothing: every line that begins with some {@code >} and
 * {@code From } gets one {@code >} more. The file appears when it is complete.
 */
public final class MboxExport {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    /** ctime(3), in local time as that has it. */
    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    private final Maildir mailbox;
    private final Progress progress;

    public MboxExport(Maildir mailbox, Progress progress) {
        this.mailbox = mailbox;
        this.progress = progress;
    }

    /** @return how many messages it has */
    public long to(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString(), null, "is there already; name another file");
        }
        Path aside = file.resolveSibling("." + file.getFileName() + ".part");
        Files.deleteIfExists(aside);
        long count = 0;
        try (var out = new SyncedFile(aside)) {
            var messages = new StoredMessages(mailbox);
            var all = messages.all();
            progress.begin("export", all.size(), "messages");
            for (Path message : all) {
                Optional<StoredMessages.Opened> opened = messages.open(message);
                if (opened.isPresent()) {
                    try (var it = opened.get()) {
                        write(StoredMessages.name(it.file()), new BufferedInputStream(it.in()), out);
                        count++;
                    }
                }
                progress.advance(1);
            }
            progress.clear();
            out.sync();
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncFolder(file.toAbsolutePath().getParent());
        return count;
    }

    private static void write(MaildirName name, InputStream in, SyncedFile out) throws IOException {
        in.mark(8192);
        String sender = sender(in.readNBytes(4096));
        in.reset();
        out.write("From " + sender + " " + CTIME.format(Instant.ofEpochSecond(name.seconds())) + "\n");
        out.write(status(name.flags()));
        byte[] line = line(in);
        boolean ended = true;
        while (line.length > 0) {
            if (ended && isFromLine(line)) {
                out.write(">");
            }
            out.write(line, 0, line.length);
            ended = line[line.length - 1] == '\n';
            line = line(in);
        }
        out.write(ended ? "\n" : "\n\n");
    }

    private static String sender(byte[] start) {
        return Header.of(start)
                .value("return-path")
                .map(path -> path.replaceAll("[<>]", ""))
                .filter(path -> path.matches("[\\x21-\\x7e]+"))
                .orElse("MAILER-DAEMON");
    }

    /** As elm and mutt have it, on top; an import takes it away again. */
    private static String status(String flags) {
        String more = (flags.contains("R") ? "A" : "")
                + (flags.contains("F") ? "F" : "")
                + (flags.contains("T") ? "D" : "")
                + (flags.contains("D") ? "T" : "");
        return (flags.contains("S") ? "Status: RO\n" : "") + (more.isEmpty() ? "" : "X-Status: " + more + "\n");
    }

    /** With its end; a long one comes in pieces. */
    private static byte[] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(80);
        int b;
        while (line.size() < 64 * 1024 && (b = in.read()) >= 0) {
            line.write(b);
            if (b == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private static boolean isFromLine(byte[] line) {
        int i = 0;
        while (i < line.length && line[i] == '>') {
            i++;
        }
        for (int j = 0; j < FROM.length; j++) {
            if (i + j >= line.length || line[i + j] != FROM[j]) {
                return false;
            }
        }
        return true;
    }
}
