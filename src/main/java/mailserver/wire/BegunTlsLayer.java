package mailserver.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** As {@link TlsLayer}, for a client that has begun the handshake already. */
@FunctionalInterface
public interface BegunTlsLayer {
    /** @param begun what was read of the handshake before it was known to be one */
    SSLSocket over(Socket plain, InputStream begun) throws IOException;
}
