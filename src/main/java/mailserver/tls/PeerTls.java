package mailserver.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import mailserver.config.value.TlsPolicy;

/** The client's side of TLS: whom to believe at the other end of a connection to a peer. */
public final class PeerTls {
    private PeerTls() {}

    /**
     * Wraps a connected socket; the handshake is yet to come, and fails when the peer is not who it should be.
     *
     * @param host what the peer is called in our configuration; a certificate that an authority vouches for must name it
     * @throws TlsException when the authority's file is of no use
     */
    public static SSLSocket wrap(Socket plain, String host, int port, TlsPolicy policy) throws IOException {
        var context = Contexts.of(new KeyManager[0], trust(policy));
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        socket.setUseClientMode(true);
        Contexts.restrict(socket);
        if (policy.pin().isEmpty() && policy.authority().isPresent()) {
            SSLParameters parameters = socket.getSSLParameters();
            // RFC 6125 by way of HTTPS: JSSE has no name for SMTP, and the rules are the same.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        return socket;
    }

    private static TrustManager trust(TlsPolicy policy) throws IOException {
        if (policy.pin().isPresent()) {
            return new PinnedTrust(policy.pin().get());
        }
        return policy.authority().isPresent()
                ? vouchedFor(PemFiles.certificates(policy.authority().get()))
                : new AnybodyTrust();
    }

    private static TrustManager vouchedFor(List<X509Certificate> authorities) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry(Identity.fingerprint(authority).toString(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new TlsException("the authority's certificates can't be used: " + e.getMessage(), e);
        }
    }
}
