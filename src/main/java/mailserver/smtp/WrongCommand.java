package mailserver.smtp;

/** Ends the reading of a command line that can't be served, with the answer to it. */
final class WrongCommand extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    WrongCommand(Reply reply) {
        // Control flow, not a fault: no stack.
        super(reply.toString(), null, false, false);
        this.reply = reply;
    }

    /** The line has a form that it must not have. */
    static WrongCommand syntax(String text) {
        return new WrongCommand(Reply.of(501, 5, 4, text));
    }

    Reply reply() {
        return reply;
    }
}
