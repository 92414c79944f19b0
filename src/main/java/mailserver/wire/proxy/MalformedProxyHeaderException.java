package mailserver.wire.proxy;

import java.io.IOException;

/** What came is no PROXY header. Where it would have ended, nobody can say. */
public final class MalformedProxyHeaderException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedProxyHeaderException(String why) {
        super(why);
    }
}
