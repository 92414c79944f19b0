package mailserver.smtp.server;

import java.io.IOException;
import mailserver.smtp.Reply;

/** Nobody whom a message is for has room for it now. */
public final class MailboxFullException extends IOException {
    private static final long serialVersionUID = 1;

    public MailboxFullException(String message) {
        super(message);
    }

    /** RFC 3463 §3.3: the recipient has to make room. Not for good, for it can. */
    public static Reply reply(String words) {
        return Reply.of(452, 2, 2, words);
    }
}
