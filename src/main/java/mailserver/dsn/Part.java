package mailserver.dsn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import mailserver.mail.QuotedPrintable;

/**
 * One part of a report, its own header included.
 *
 * @param text one character for each octet
 */
record Part(String text) {
    /** Text for people; quoted-printable where it is not ASCII, so that a report is 7-bit as often as can be. */
    static Part words(String words) throws IOException {
        String type = "text/plain; charset=utf-8";
        if (isAscii(words)) {
            return new Part(header(type, "7bit") + words);
        }
        var encoded = new ByteArrayOutputStream();
        var encoder = new QuotedPrintable(encoded::write);
        byte[] octets = words.getBytes(StandardCharsets.UTF_8);
        encoder.write(octets, 0, octets.length);
        encoder.end();
        return new Part(header(type, "quoted-printable") + encoded.toString(StandardCharsets.US_ASCII));
    }

    static Part of(String type, String content) {
        return asItCame(type, octets(content));
    }

    /** What must not be changed, one character for each octet. */
    static Part asItCame(String type, String octets) {
        return new Part(header(type, isAscii(octets) ? "7bit" : "8bit") + octets);
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
