package mailserver.tls;

import java.io.IOException;

/** A certificate or key that can't be used, with a message for the person who put it there. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1;

    public TlsException(String message) {
        super(message);
    }

    public TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
