package mailserver.wire;

/** Makes text that came over the network harmless to a terminal, a header, and whoever reads a log line by line. */
public final class Printable {
    private Printable() {}

    /** Control characters, ESC and tabs among them, and Unicode's own line ends become question marks. */
    public static String word(String text) {
        return text.replaceAll("[\\p{Cc}\\x{2028}\\x{2029}]", "?");
    }

    /** The same for a whole line: tabs stay, and blanks at its end go. */
    public static String line(String text) {
        return text.stripTrailing().replaceAll("[\\p{Cc}\\x{2028}\\x{2029}&&[^\t]]", "?");
    }
}
