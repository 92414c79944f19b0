package mailserver.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Tells the lines that a header field begins with from others (RFC 5322 §2.2). */
public final class FieldName {
    private FieldName() {}

    /**
     * The name of the field, in lower case, if there is one: printable ASCII, then a colon, perhaps behind blanks
     * (§4.5.8).
     */
    public static Optional<String> of(byte[] line, int length) {
        int end = 0;
        while (end < length && line[end] > ' ' && line[end] < 0x7f && line[end] != ':') {
            end++;
        }
        int colon = end;
        while (colon < length && isBlank(line[colon])) {
            colon++;
        }
        return end > 0 && colon < length && line[colon] == ':'
                ? Optional.of(new String(line, 0, end, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** A line that continues the field before it (§2.2.3). */
    public static boolean isContinuation(byte[] line) {
        return isBlank(line[0]);
    }

    /**
     * The line that divides the messages of an mbox file; some programs leave it, quoted or not, on top of what they
     * send.
     */
    public static boolean isMboxLine(byte[] line, int length) {
        String start = new String(line, 0, Math.min(length, 6), StandardCharsets.US_ASCII);
        return start.startsWith("From ") || start.equals(">From ");
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
