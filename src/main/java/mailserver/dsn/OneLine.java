package mailserver.dsn;

import java.util.regex.Pattern;

/** Makes text that came from elsewhere fit for one line of a header, a log or a file: no control character survives. */
public final class OneLine {
    private static final int LONGEST = 1000;

    /** Zl and Zp are the separators U+2028 and U+2029: many programs take them for line ends. */
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Cntrl}\\p{Cc}\\p{Zl}\\p{Zp}]+");

    private OneLine() {}

    /** The text with a single space for each run of white space and controls, cut when it is absurdly long. */
    public static String of(String text) {
        String line = GAP.matcher(text).replaceAll(" ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
