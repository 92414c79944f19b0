package mailserver.smtp.client.connection;

import java.io.IOException;

/** The whole message was sent, its end included, and no answer came: the peer may have taken it (RFC 5321 §4.5.3.2.6). */
public final class LostReplyException extends IOException {
    private static final long serialVersionUID = 1;

    LostReplyException(IOException broken) {
        super(broken.getMessage(), broken);
    }
}
