package mailserver.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import mailserver.bench.Filler;

/**
 * Fills Maildirs with mail that has been read before: files in {@code cur/}, named as this server names them, which tells
 * Dovecot both sizes as well as its own names would.
 */
final class Maildrops {
    /** Fewer than any file system allows. */
    private static final int LINKS = 30_000;

    private Maildrops() {}

    /** Every message is a file of its own. */
    static void fill(Path maildir, int count, int size) throws IOException {
        fill(maildir, count, size, 1);
    }

    /** Files with many names: for work that looks at names only, and is prepared in no time. */
    static void fillWithLinks(Path maildir, int count, int size) throws IOException {
        fill(maildir, count, size, LINKS);
    }

    private static void fill(Path maildir, int count, int size, int links) throws IOException {
        for (String folder : new String[] {"tmp", "new", "cur"}) {
            Files.createDirectories(maildir.resolve(folder));
        }
        byte[] text = Filler.text(size).getBytes(StandardCharsets.US_ASCII);
        String digest = digest(text);
        long wire = text.length + Filler.text(size).lines().count();
        Path last = maildir;
        for (int i = 0; i < count; i++) {
            String name =
                    (1_700_000_000 + i) + ".M0P1Q" + i + ".bench,S=" + text.length + ",W=" + wire + ",H=" + digest;
            Path file = maildir.resolve("cur").resolve(name + ":2,S");
            if (i % links == 0) {
                Files.write(file, text);
                last = file;
            } else {
                Files.createLink(file, last);
            }
        }
    }

    private static String digest(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
