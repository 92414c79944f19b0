package mailserver.load;

/** A line on the terminal that says how far it is; nothing where the output goes to a file. */
public final class Progress {
    private static final boolean TERMINAL = Boolean.getBoolean("mailserver.terminal");
    private static int width;

    private Progress() {}

    public static synchronized void show(String line) {
        if (TERMINAL) {
            System.err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            System.err.flush();
            width = line.length();
        }
    }

    /** Takes the line away. */
    public static synchronized void clear() {
        if (TERMINAL && width > 0) {
            System.err.print("\r" + " ".repeat(width) + "\r");
            System.err.flush();
            width = 0;
        }
    }
}
