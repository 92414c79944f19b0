package mailserver.smtp;

import java.io.IOException;
import java.util.Optional;

/** The peer did not take RSET after a transaction: it got tired of waiting for more, or counts what one connection brings. */
final class StaleSessionException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Optional<Reply> reply;

    StaleSessionException(Reply reply) {
        super("RSET: " + reply);
        this.reply = Optional.of(reply);
    }

    StaleSessionException(IOException broken) {
        super(broken.getMessage(), broken);
        this.reply = Optional.empty();
    }

    /** What it said instead, if it is still there. */
    Optional<Reply> reply() {
        return reply;
    }
}
