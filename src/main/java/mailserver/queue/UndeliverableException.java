package mailserver.queue;

import java.io.IOException;

/** A report can't be sent: there is no way to the one it is for. */
public final class UndeliverableException extends IOException {
    private static final long serialVersionUID = 1;

    public UndeliverableException(String why) {
        super(why);
    }
}
