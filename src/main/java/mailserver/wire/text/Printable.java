package mailserver.wire.text;

import java.util.function.IntPredicate;

/** Makes text that came over the network harmless to a terminal, a header, and whoever reads a log line by line. */
public final class Printable {
    private static final int NON_JOINER = 0x200c;
    private static final int JOINER = 0x200d;

    private Printable() {}

    /**
     * Control characters, ESC and tabs among them, Unicode's own line ends, halves of surrogate pairs, and what is invisible or
     * turns the text behind it around. The two joiners are none: names in Persian, Hindi and emoji are written with them.
     */
    public static boolean isHarmful(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> codePoint != NON_JOINER && codePoint != JOINER;
            default -> false;
        };
    }

    /** What is harmful becomes question marks. */
    public static String word(String text) {
        return blanked(text, Printable::isHarmful);
    }

    /** The same for a whole line: tabs stay, and blanks at its end go. */
    public static String line(String text) {
        return blanked(text.stripTrailing(), c -> c != '\t' && isHarmful(c));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static String blanked(String text, IntPredicate harmful) {
        if (isPlain(text)) {
            // Nearly always, and asked for every line of every session.
            return text;
        }
        if (text.codePoints().noneMatch(harmful)) {
            return text;
        }
        var harmless = new StringBuilder();
        text.codePoints().map(c -> harmful.test(c) ? '?' : c).forEach(harmless::appendCodePoint);
        return harmless.toString();
    }
}
