package mailserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import mailserver.config.value.TlsPolicy;
import mailserver.tls.Identity;
import mailserver.tls.PeerTls;

/** A client that pins the certificate of a test server. */
public final class TlsClient {
    private final TlsPolicy policy;

    private TlsClient(TlsPolicy policy) {
        this.policy = policy;
    }

    public static TlsClient of(TestServer server) {
        Identity identity = server.server().identity().orElseThrow();
        return new TlsClient(
                new TlsPolicy(TlsPolicy.Mode.REQUIRE, Optional.of(identity.fingerprint()), Optional.<Path>empty()));
    }

    /** TLS from the first octet. */
    public Dialogue connect(InetSocketAddress address) throws IOException {
        return new Dialogue(over(new Socket(address.getAddress(), address.getPort())));
    }

    /** The handshake on a connection that has agreed to it. */
    public SSLSocket over(Socket plain) throws IOException {
        plain.setSoTimeout(10_000);
        SSLSocket socket = PeerTls.wrap(plain, "localhost", plain.getPort(), policy);
        socket.startHandshake();
        return socket;
    }
}
