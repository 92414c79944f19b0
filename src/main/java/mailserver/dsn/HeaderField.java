package mailserver.dsn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes one header field, folded at blanks (RFC 5322 §2.2.3), whatever its value holds. */
final class HeaderField {
    /** Where RFC 5322 §2.1.1 would like lines to end, in octets. */
    private static final int WISH = 78;

    /** A word of more octets is broken by force: a line may have 998 (RFC 5322 §2.1.1), the field's name included. */
    private static final int LONGEST_WORD = 900;

    private HeaderField() {}

    /** A field whose value may hold any Unicode text, as RFC 6532 lets it. */
    static String of(String name, String value) {
        var field = new StringBuilder(name).append(':');
        int length = field.length();
        boolean blank = true;
        for (String word : words(value)) {
            int more = 1 + octets(word);
            // A line of blanks alone might be taken for the end of the header.
            if (length + more > WISH && !blank && !word.isEmpty()) {
                field.append('\n');
                length = 0;
                blank = true;
            }
            field.append(' ').append(word);
            length += more;
            blank &= word.isEmpty();
        }
        return field.append('\n').toString();
    }

    /** A field where there is only ASCII, such as those of message/delivery-status (RFC 3464 §2.1). */
    static String ascii(String name, String value) {
        byte[] ascii = value.getBytes(StandardCharsets.US_ASCII);
        return of(name, new String(ascii, StandardCharsets.US_ASCII));
    }

    /** Two blanks have an empty word between them, so that a value comes through a parser as it is. */
    private static List<String> words(String value) {
        var words = new ArrayList<String>();
        for (String word :
                value.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}&&[^\\t]]", " ").split(" ")) {
            words.addAll(pieces(word));
        }
        return words;
    }

    private static List<String> pieces(String word) {
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        int length = 0;
        for (String character : word.codePoints().mapToObj(Character::toString).toList()) {
            length += octets(character);
            if (length > LONGEST_WORD) {
                pieces.add(piece.toString());
                piece.setLength(0);
                length = octets(character);
            }
            piece.append(character);
        }
        pieces.add(piece.toString());
        return pieces;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
