package mailserver.server;

/** The server can't start. The message is one line for the administrator, with what to do about it. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    public StartException(String message) {
        super(message);
    }
}
