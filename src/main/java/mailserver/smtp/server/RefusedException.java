package mailserver.smtp.server;

import java.io.IOException;
import mailserver.smtp.Reply;

/** A message isn't taken after all, and the client hears why. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    /** @param reply 4xx or 5xx */
    public RefusedException(Reply reply) {
        super(reply.toString());
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
