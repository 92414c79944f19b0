package mailserver.wire.text;

/**
 * Upper and lower case as protocols know it: of the letters A to Z alone (RFC 5321 §2.4). By Unicode's rules a long s (U+017F)
 * would be an s, a dotless i (U+0131) an i, and a Kelvin sign (U+212A) a k, and whoever reads the same line by the protocol's
 * rules would see another command than we do.
 */
public final class AsciiCase {
    private AsciiCase() {}

    /** With A to Z in place of a to z, and all else as it is. */
    public static String upper(String text) {
        int first = 0;
        while (first < text.length() && !isLower(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        char[] upper = text.toCharArray();
        for (int i = first; i < upper.length; i++) {
            if (isLower(upper[i])) {
                upper[i] -= 'a' - 'A';
            }
        }
        return new String(upper);
    }

    /** Whether a text begins with this word, in whatever case either is. */
    public static boolean startsWith(String text, String word) {
        return text.length() >= word.length() && equal(text.substring(0, word.length()), word);
    }

    public static boolean equal(String one, String other) {
        return upper(one).equals(upper(other));
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }
}
