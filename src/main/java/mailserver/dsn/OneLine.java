package mailserver.dsn;

/** Makes text that came from elsewhere fit for one line of a header, a log or a file: no control character survives. */
public final class OneLine {
    private static final int LONGEST = 1000;

    private OneLine() {}

    /** The text with a single space for each run of white space and controls, cut when it is absurdly long. */
    public static String of(String text) {
        // Zl and Zp are the separators U+2028 and U+2029: many programs take them for line ends.
        String line =
                text.replaceAll("[\\s\\p{Cntrl}\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
