package mailserver.dsn;

import java.util.regex.Pattern;

/** Makes text that came from elsewhere fit for one line of a header, a log or a file: no control character survives. */
public final class OneLine {
    private static final int LONGEST = 1000;
    /** Of what a peer said, which is to be seen whole where that is possible at all. */
    private static final int LONGEST_QUOTE = 8000;

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\p{Cc}\\p{Zl}\\p{Zp}]+");

    /** Zl and Zp are the separators U+2028 and U+2029: many programs take them for line ends. */
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Cntrl}\\p{Cc}\\p{Zl}\\p{Zp}]+");

    private OneLine() {}

    /** The text with a single space for each run of white space and controls, cut when it is absurdly long. */
    public static String of(String text) {
        return cut(GAP.matcher(text).replaceAll(" ").strip(), LONGEST);
    }

    /** Somebody else's words, each character of them (RFC 3461 §9.2), but that a run of control characters becomes a space. */
    public static String quoting(String text) {
        return cut(UNFIT.matcher(text).replaceAll(" "), LONGEST_QUOTE);
    }

    private static String cut(String line, int most) {
        return line.length() <= most ? line : line.substring(0, most) + "…";
    }
}
