package mailserver.load;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS to a server whose certificate is of no interest: it is measured, not trusted. */
final class AnyCertificate implements X509TrustManager {
    private static final SSLContext CONTEXT = context();
    private static final AtomicLong COUNT = new AtomicLong();

    private AnyCertificate() {}

    /** @param resumed a session of an earlier connection is taken up, where the server agrees; otherwise it is a full handshake */
    static Socket wrap(Socket socket, boolean resumed) throws IOException {
        // Sessions are remembered by the name, which nobody else gets to see: without a dot it isn't sent.
        String name = resumed ? socket.getInetAddress().getHostAddress() : "c" + COUNT.incrementAndGet();
        var tls = (SSLSocket) CONTEXT.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
        tls.startHandshake();
        return tls;
    }

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
