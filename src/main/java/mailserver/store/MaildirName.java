package mailserver.store;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import mailserver.mail.Content;

/**
 * What a file name in a Maildir says: {@code <seconds>.M<micros>P<pid>Q<count>.<host>,S=<bytes>,W=<wire>,H=<sha256>:2,<flags>},
 * where any program may have left away or misspelled any of it. Names sort in the order of delivery.
 *
 * @param base    the name up to the colon; it stays the same when a message moves from new/ to cur/ or changes its flags
 * @param seconds since 1970, or 0 in a name that doesn't begin with a number
 * @param micros  within the second, or 0
 * @param flags   the letters behind {@code :2,}, or empty
 */
public record MaildirName(
        String fileName,
        String base,
        long seconds,
        long micros,
        OptionalLong bytes,
        OptionalLong wireBytes,
        Optional<String> sha256,
        String flags)
        implements Comparable<MaildirName> {
    private static final Comparator<MaildirName> ORDER = Comparator.comparingLong(MaildirName::seconds)
            .thenComparingLong(MaildirName::micros)
            .thenComparing(MaildirName::fileName);
    private static final int SHA256_DIGITS = 64;

    /** The name in new/ of a message that is about to be delivered. */
    public static String fresh(String unique, Content content) {
        return unique + ",S=" + content.bytes() + ",W=" + content.wireBytes() + ",H=" + content.sha256();
    }

    /** Reads any file name at all; what it doesn't say properly it doesn't say. */
    public static MaildirName parse(String fileName) {
        String base = base(fileName);
        String info = fileName.substring(base.length());
        String flags = info.startsWith(":2,") ? info.substring(3) : "";
        Optional<String> digest = field(base, "H=").filter(MaildirName::isSha256);
        return new MaildirName(
                fileName,
                base,
                numberAt(base, 0).orElse(0),
                micros(base),
                number(base, "S="),
                number(base, "W="),
                digest,
                flags);
    }

    /** The part of a file name that a message keeps for life. */
    static String base(String fileName) {
        int colon = fileName.indexOf(':');
        return colon < 0 ? fileName : fileName.substring(0, colon);
    }

    static boolean isSha256(String text) {
        if (text.length() != SHA256_DIGITS) {
            return false;
        }
        for (int i = 0; i < SHA256_DIGITS; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    /** The M item of the middle part, among others such as R, V, I, P and Q (the Maildir page at cr.yp.to). */
    private static long micros(String base) {
        int start = base.indexOf('.');
        int end = base.indexOf('.', start + 1);
        int at = base.indexOf('M', start + 1);
        return start >= 0 && at >= 0 && at < end ? numberAt(base, at + 1).orElse(0) : 0;
    }

    private static OptionalLong number(String base, String key) {
        Optional<String> text = field(base, key);
        OptionalLong number = text.map(value -> numberAt(value, 0)).orElse(OptionalLong.empty());
        boolean whole = number.isPresent() && text.get().chars().allMatch(c -> c >= '0' && c <= '9');
        return whole ? number : OptionalLong.empty();
    }

    /** The first field with that key among those that commas set apart. */
    private static Optional<String> field(String base, String key) {
        for (int comma = base.indexOf(','); comma >= 0; comma = base.indexOf(',', comma + 1)) {
            if (base.startsWith(key, comma + 1)) {
                int start = comma + 1 + key.length();
                int end = base.indexOf(',', start);
                return Optional.of(base.substring(start, end < 0 ? base.length() : end));
            }
        }
        return Optional.empty();
    }

    /** The digits from there on; none, or more than a long holds for sure, are no number. */
    private static OptionalLong numberAt(String text, int start) {
        int end = start;
        long value = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            value = value * 10 + (text.charAt(end) - '0');
            end++;
        }
        int digits = end - start;
        return digits > 0 && digits <= 18 ? OptionalLong.of(value) : OptionalLong.empty();
    }

    @Override
    public int compareTo(MaildirName other) {
        return ORDER.compare(this, other);
    }
}
