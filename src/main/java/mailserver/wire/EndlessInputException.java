package mailserver.wire;

import java.io.IOException;

/** The other side sends and sends; so much is not read only to be thrown away. */
public final class EndlessInputException extends IOException {
    private static final long serialVersionUID = 1;

    public EndlessInputException(long octets) {
        super("over " + octets + " octets, and no end");
    }
}
