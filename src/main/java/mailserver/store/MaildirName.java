package mailserver.store;

import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import mailserver.mail.Content;

/**
 * What a file name in a Maildir says: {@code <seconds>.M<micros>P<pid>Q<count>.<host>,S=<bytes>,W=<wire>,H=<sha256>:2,<flags>},
 * where any program may have left away or misspelled any of it.
 *
 * <p>It is read in one pass: a hundred thousand names are read before a JVM that has just started has compiled the code for it.
 */
public final class MaildirName {
    private static final int SHA256_DIGITS = 64;
    private static final long MICROS = 1_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / MICROS - 1;

    private final String fileName;
    private final int baseLength;
    // Those of which the name says nothing, or no sense, are -1.
    private long bytes = -1;
    private long wireBytes = -1;
    private int digest = -1;
    private long time = -1;

    private MaildirName(String fileName) {
        this.fileName = fileName;
        this.baseLength = baseLength(fileName);
        boolean bytesTold = false;
        boolean wireBytesTold = false;
        boolean digestTold = false;
        int comma = fileName.indexOf(',', 0, baseLength);
        while (comma >= 0) {
            int next = fileName.indexOf(',', comma + 1, baseLength);
            int start = comma + 3;
            int end = next < 0 ? baseLength : next;
            // The first of several counts.
            if (!bytesTold && fileName.startsWith("S=", comma + 1)) {
                bytesTold = true;
                bytes = number(start, end);
            } else if (!wireBytesTold && fileName.startsWith("W=", comma + 1)) {
                wireBytesTold = true;
                wireBytes = number(start, end);
            } else if (!digestTold && fileName.startsWith("H=", comma + 1)) {
                digestTold = true;
                digest = isSha256(fileName, start, end) ? start : -1;
            }
            comma = next;
        }
    }

    /** The name in new/ of a message that is about to be delivered. */
    public static String fresh(String unique, Content content) {
        return unique + ",S=" + content.bytes() + ",W=" + content.wireBytes() + ",H=" + content.sha256();
    }

    /** Reads any file name at all; what it doesn't say properly it doesn't say. */
    public static MaildirName parse(String fileName) {
        return new MaildirName(fileName);
    }

    public String fileName() {
        return fileName;
    }

    /** Since 1970, or 0 in a name that doesn't begin with a number. */
    public long seconds() {
        return Math.max(0, numberAt(fileName, 0, baseLength));
    }

    /** Within the second, or 0: the M item of the middle part, among others such as R, V, I, P and Q (the Maildir page at cr.yp.to). */
    public long micros() {
        int start = fileName.indexOf('.', 0, baseLength);
        int end = start < 0 ? -1 : fileName.indexOf('.', start + 1, baseLength);
        int at = end < 0 ? -1 : fileName.indexOf('M', start + 1, end);
        return at < 0 ? 0 : Math.max(0, numberAt(fileName, at + 1, end));
    }

    /** The microseconds since 1970, as far as they are believable and fit: messages are numbered in the order of these. */
    public long time() {
        // Read once: of a large maildrop it is asked for twice, by a JVM that has just started.
        if (time < 0) {
            time = Math.min(seconds(), MOST_SECONDS) * MICROS + Math.min(micros(), MICROS - 1);
        }
        return time;
    }

    /**
     * Whether a file was written to after it got its name: a message is written first and named then, so what the name says of its
     * content holds for as long as the content is as old. A name without microseconds is right to the second.
     */
    boolean isOlderThan(FileTime written) {
        return micros() == 0 ? written.to(TimeUnit.SECONDS) > seconds() : written.to(TimeUnit.MICROSECONDS) > time();
    }

    /** The name up to the colon; it stays the same when a message moves from new/ to cur/ or changes its flags. */
    public String base() {
        return fileName.substring(0, baseLength);
    }

    /** The length of the file. */
    public OptionalLong bytes() {
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** The length with CRLF line ends. */
    public OptionalLong wireBytes() {
        return wireBytes < 0 ? OptionalLong.empty() : OptionalLong.of(wireBytes);
    }

    /** The digest of the file's bytes, in lower-case hex. */
    public Optional<String> sha256() {
        return digest < 0 ? Optional.empty() : Optional.of(fileName.substring(digest, digest + SHA256_DIGITS));
    }

    /** Where in the name the digest begins; -1 without one. */
    int digest() {
        return digest;
    }

    /**
     * The wire size, if the name tells it and all else, and if that goes with the file's length: every octet is one or two on the
     * wire. Otherwise -1.
     */
    long wireBytes(long length) {
        boolean believable = bytes == length && wireBytes >= length && wireBytes <= 2 * length + 2;
        return believable && digest >= 0 ? wireBytes : -1;
    }

    /** The letters behind {@code :2,}, or empty. */
    public String flags() {
        return fileName.startsWith(":2,", baseLength) ? fileName.substring(baseLength + 3) : "";
    }

    /** The part of a file name that a message keeps for life. */
    public static String base(String fileName) {
        return fileName.substring(0, baseLength(fileName));
    }

    private static int baseLength(String fileName) {
        int colon = fileName.indexOf(':');
        return colon < 0 ? fileName.length() : colon;
    }

    static boolean isSha256(String text) {
        return isSha256(text, 0, text.length());
    }

    private static boolean isSha256(String text, int start, int end) {
        if (end - start != SHA256_DIGITS) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private long number(int start, int end) {
        return digitsEnd(fileName, start, end) == end ? numberAt(fileName, start, end) : -1;
    }

    /** The digits from there on; none, or more than a long holds for sure, are no number but -1. */
    private static long numberAt(String text, int start, int most) {
        int end = digitsEnd(text, start, most);
        int digits = end - start;
        return digits > 0 && digits <= 18 ? Long.parseLong(text, start, end, 10) : -1;
    }

    private static int digitsEnd(String text, int start, int most) {
        int end = start;
        while (end < most && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MaildirName name && fileName.equals(name.fileName);
    }

    @Override
    public int hashCode() {
        return fileName.hashCode();
    }

    @Override
    public String toString() {
        return fileName;
    }
}
