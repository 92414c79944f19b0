package mailserver.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mailserver.bench.Filler;

/** Fills Maildirs with mail, named as one or another program names what it delivers. */
final class Maildrops {
    /** Fewer than any file system allows. */
    private static final int LINKS = 30_000;

    /** Who has delivered the mail, and whether anybody has seen it since. */
    enum Origin {
        /** By this server: the name tells both sizes and the digest. Dovecot makes use of the sizes. Seen before. */
        OURS("cur", ":2,S"),
        /** By Dovecot's LMTP server: the name tells both sizes. Seen before. */
        DOVECOT("cur", ":2,S"),
        /** By Postfix: the name tells nothing. Not yet seen. */
        POSTFIX("new", "");

        private final String folder;
        private final String flags;

        Origin(String folder, String flags) {
            this.folder = folder;
            this.flags = flags;
        }

        private String name(int number, byte[] text, long wire, String digest) {
            long second = FIRST_SECOND + number;
            return flags.isEmpty()
                    ? second + ".Vfe00I" + Integer.toHexString(number) + "M100000.bench"
                    : second + ".M0P1Q" + number + ".bench,S=" + text.length + ",W=" + wire
                            + (this == OURS ? ",H=" + digest : "") + flags;
        }
    }

    private static final long FIRST_SECOND = 1_700_000_000L;

    private Maildrops() {}

    /** Every message is a file of its own. */
    static void fill(Path maildir, Origin origin, int count, int size) throws IOException {
        fill(maildir, origin, count, size, 1);
    }

    /** Files with many names: for work that is about names, and is prepared in no time. */
    static void fillWithLinks(Path maildir, Origin origin, int count, int size) throws IOException {
        fill(maildir, origin, count, size, LINKS);
    }

    private static void fill(Path maildir, Origin origin, int count, int size, int links) throws IOException {
        for (String folder : List.of("tmp", "new", "cur")) {
            Files.createDirectories(maildir.resolve(folder));
        }
        byte[] text = Filler.text(size).getBytes(StandardCharsets.US_ASCII);
        String digest = digest(text);
        long wire = text.length + Filler.text(size).lines().count();
        Path last = maildir;
        for (int i = 0; i < count; i++) {
            Path file = maildir.resolve(origin.folder).resolve(origin.name(i, text, wire, digest));
            if (i % links == 0) {
                Files.write(file, text);
                // As every delivery leaves it: a file that was written to after it got its name is read, for its digest
                // may be wrong.
                Files.setLastModifiedTime(file, FileTime.from(FIRST_SECOND, TimeUnit.SECONDS));
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
