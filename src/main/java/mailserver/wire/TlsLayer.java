package mailserver.wire;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** Makes a TLS socket of a connected one; the handshake is yet to begin. */
@FunctionalInterface
public interface TlsLayer {
    SSLSocket over(Socket plain) throws IOException;
}
