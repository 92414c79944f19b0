package mailserver.config;

/** Says what is wrong with one value; whoever reads the file adds where it stands. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    BadValueException(String message) {
        super(message);
    }
}
