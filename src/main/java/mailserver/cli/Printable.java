package mailserver.cli;

/** Makes a line that came over the network harmless to a terminal and to whoever reads a log line by line. */
final class Printable {
    private Printable() {}

    /** Control characters, ESC among them, and Unicode's own line ends become question marks; tabs stay. */
    static String line(String text) {
        return text.stripTrailing().replaceAll("[\\p{Cc}\\x{2028}\\x{2029}&&[^\t]]", "?");
    }
}
