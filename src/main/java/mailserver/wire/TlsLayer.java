package mailserver.wire;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/** Makes a TLS socket of a connected one; the handshake is yet to begin. */
@FunctionalInterface
public interface TlsLayer {
    /** How long a client may take for a handshake: a few round trips on the slowest line. */
    Duration MOST = Duration.ofSeconds(30);

    SSLSocket over(Socket plain) throws IOException;
}
