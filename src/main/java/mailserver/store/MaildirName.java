package mailserver.store;

import java.util.Optional;
import java.util.OptionalLong;
import mailserver.mail.Content;

/**
 * What a file name in a Maildir says: {@code <seconds>.M<micros>P<pid>Q<count>.<host>,S=<bytes>,W=<wire>,H=<sha256>:2,<flags>},
 * where any program may have left away or misspelled any of it. Names sort in the order of delivery.
 *
 * <p>Only what sorts is kept beside the name, all else is read from it when asked for: a maildrop holds one of these for each
 * of its messages.
 *
 * @param seconds since 1970, or 0 in a name that doesn't begin with a number
 * @param micros  within the second, or 0
 */
public record MaildirName(String fileName, long seconds, long micros) implements Comparable<MaildirName> {
    private static final int SHA256_DIGITS = 64;

    /** The name in new/ of a message that is about to be delivered. */
    public static String fresh(String unique, Content content) {
        return unique + ",S=" + content.bytes() + ",W=" + content.wireBytes() + ",H=" + content.sha256();
    }

    /** Reads any file name at all; what it doesn't say properly it doesn't say. */
    public static MaildirName parse(String fileName) {
        int end = baseLength(fileName);
        return new MaildirName(fileName, Math.max(0, numberAt(fileName, 0, end)), micros(fileName, end));
    }

    /** The name up to the colon; it stays the same when a message moves from new/ to cur/ or changes its flags. */
    public String base() {
        return base(fileName);
    }

    /** The length of the file. */
    public OptionalLong bytes() {
        return number("S=");
    }

    /** The length with CRLF line ends. */
    public OptionalLong wireBytes() {
        return number("W=");
    }

    /** The digest of the file's bytes, in lower-case hex. */
    public Optional<String> sha256() {
        int start = digest();
        return start < 0 ? Optional.empty() : Optional.of(fileName.substring(start, start + SHA256_DIGITS));
    }

    boolean hasSha256() {
        return digest() >= 0;
    }

    /** Where it begins; -1 without one. */
    private int digest() {
        int start = field("H=");
        return start >= 0 && isSha256(fileName, start, fieldEnd(start)) ? start : -1;
    }

    /** The letters behind {@code :2,}, or empty. */
    public String flags() {
        String info = fileName.substring(baseLength(fileName));
        return info.startsWith(":2,") ? info.substring(3) : "";
    }

    /** The part of a file name that a message keeps for life. */
    static String base(String fileName) {
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

    /** The M item of the middle part, among others such as R, V, I, P and Q (the Maildir page at cr.yp.to). */
    private static long micros(String fileName, int baseEnd) {
        int start = fileName.indexOf('.');
        int end = fileName.indexOf('.', start + 1);
        int at = fileName.indexOf('M', start + 1);
        return start >= 0 && at >= 0 && at < end && end < baseEnd ? Math.max(0, numberAt(fileName, at + 1, end)) : 0;
    }

    private OptionalLong number(String key) {
        int start = field(key);
        if (start < 0) {
            return OptionalLong.empty();
        }
        int end = fieldEnd(start);
        long number = digitsEnd(fileName, start, end) == end ? numberAt(fileName, start, end) : -1;
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** Where the value begins of the first field with that key among those that commas set apart; -1 without one. */
    private int field(String key) {
        int end = baseLength(fileName);
        for (int comma = fileName.indexOf(','); comma >= 0 && comma < end; comma = fileName.indexOf(',', comma + 1)) {
            if (fileName.startsWith(key, comma + 1)) {
                return comma + 1 + key.length();
            }
        }
        return -1;
    }

    private int fieldEnd(int start) {
        int comma = fileName.indexOf(',', start);
        int end = baseLength(fileName);
        return comma < 0 ? end : Math.min(comma, end);
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

    boolean sameTime(MaildirName other) {
        return seconds == other.seconds && micros == other.micros;
    }

    @Override
    public int compareTo(MaildirName other) {
        if (sameTime(other)) {
            return fileName.compareTo(other.fileName);
        }
        return seconds == other.seconds ? Long.compare(micros, other.micros) : Long.compare(seconds, other.seconds);
    }
}
