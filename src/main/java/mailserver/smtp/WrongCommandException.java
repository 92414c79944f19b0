package mailserver.smtp;

/** Ends the reading of a command line that can't be served, with the answer to it. */
public final class WrongCommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    WrongCommandException(Reply reply) {
        // Control flow, not a fault: no stack.
        super(reply.toString(), null, false, false);
        this.reply = reply;
    }

    /** The line has a form that it must not have. */
    static WrongCommandException syntax(String text) {
        return new WrongCommandException(Reply.of(501, 5, 4, text));
    }

    public Reply reply() {
        return reply;
    }
}
