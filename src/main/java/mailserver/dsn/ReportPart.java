package mailserver.dsn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import mailserver.mime.QuotedPrintable;

/**
 * One part of a report, its own header included.
 *
 * @param text one character for each octet
 */
record ReportPart(String text) {
    /** RFC 5322 §2.1.1. */
    private static final int LONGEST_LINE = 998;

    /** Text for people; quoted-printable where it is not ASCII, so that a report is 7-bit as often as can be. */
    static ReportPart words(String words) throws IOException {
        String type = "text/plain; charset=utf-8";
        if (isAscii(words)) {
            return new ReportPart(header(type, "7bit") + words);
        }
        return encoded(type, words.getBytes(StandardCharsets.UTF_8));
    }

    private static ReportPart encoded(String type, byte[] octets) throws IOException {
        var encoded = new ByteArrayOutputStream();
        var encoder = new QuotedPrintable(encoded::write);
        encoder.write(octets, 0, octets.length);
        encoder.end();
        return new ReportPart(header(type, "quoted-printable") + encoded.toString(StandardCharsets.US_ASCII));
    }

    /**
     * A header that comes back, one character for each octet. Other than a message it may be encoded (RFC 6522 §4, RFC 6533 §4),
     * and is where its lines are too long for anything else.
     */
    static ReportPart fields(String type, String octets) throws IOException {
        return hasLongLines(octets)
                ? encoded(type, octets.getBytes(StandardCharsets.ISO_8859_1))
                : asItCame(type, octets);
    }

    static ReportPart of(String type, String content) {
        return asItCame(type, octets(content));
    }

    /** What must not be changed, one character for each octet. */
    static ReportPart asItCame(String type, String octets) {
        return new ReportPart(header(type, isAscii(octets) ? "7bit" : "8bit") + octets);
    }

    /** Whether it is neither 7bit nor 8bit for the length of its lines (RFC 2045 §2.7, §2.8). */
    static boolean hasLongLines(String octets) {
        int begin = 0;
        for (int end = octets.indexOf('\n'); end >= 0; end = octets.indexOf('\n', begin)) {
            if (end - begin > LONGEST_LINE) {
                return true;
            }
            begin = end + 1;
        }
        return octets.length() - begin > LONGEST_LINE;
    }

    boolean isEightBit() {
        return !isAscii(text);
    }

    static String encoding(String encoding) {
        return "Content-Transfer-Encoding: " + encoding + "\n";
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String header(String type, String encoding) {
        return "Content-Type: " + type + "\n" + encoding(encoding) + "\n";
    }
}
