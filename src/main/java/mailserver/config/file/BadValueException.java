package mailserver.config.file;

/** Says what is wrong with one value; whoever reads the file adds where it stands. */
public final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadValueException(String message) {
        super(message);
    }

    /** A value as messages show it. */
    public static String quoted(String text) {
        return '"' + text + '"';
    }
}
