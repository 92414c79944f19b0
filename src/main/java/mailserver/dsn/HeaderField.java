package mailserver.dsn;

import java.nio.charset.StandardCharsets;

/** Writes one header field, folded at white space (RFC 5322 §2.2.3), whatever its value holds. */
final class HeaderField {
    /** Where RFC 5322 §2.1.1 would like lines to end. */
    private static final int WISH = 78;

    /** A word longer than this is broken by force: a line may have 998 octets (RFC 5322 §2.1.1), a character up to four. */
    private static final int LONGEST_WORD = 240;

    private HeaderField() {}

    /** A field whose value may hold any Unicode text, as RFC 6532 lets it. */
    static String of(String name, String value) {
        var field = new StringBuilder(name).append(':');
        int length = field.length();
        for (String word : words(value)) {
            if (length + 1 + word.length() > WISH && length > name.length() + 1) {
                field.append("\n");
                length = 0;
            }
            field.append(' ').append(word);
            length += 1 + word.length();
        }
        return field.append('\n').toString();
    }

    /** A field of message/delivery-status, where there is only ASCII (RFC 3464 §2.1). */
    static String ascii(String name, String value) {
        byte[] ascii = OneLine.of(value).getBytes(StandardCharsets.US_ASCII);
        return of(name, new String(ascii, StandardCharsets.US_ASCII));
    }

    private static String[] words(String value) {
        return OneLine.of(value)
                .replaceAll("(\\S{" + LONGEST_WORD + "})(?=\\S)", "$1 ")
                .split(" ");
    }
}
