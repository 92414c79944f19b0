package mailserver.smtp.client.connection;

import java.io.IOException;
import java.util.Optional;
import mailserver.smtp.Reply;

/** The peer did not take RSET after a transaction: it got tired of waiting for more, or counts what one connection brings. */
public final class StaleSessionException extends IOException {
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
    public Optional<Reply> reply() {
        return reply;
    }
}
