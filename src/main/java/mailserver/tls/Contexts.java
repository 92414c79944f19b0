package mailserver.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** What JSSE needs, and the versions and suites that are strong enough (RFC 8446, RFC 9325 §4). */
final class Contexts {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    static {
        // In TLS 1.2 a client could ask for one handshake after the other on the same connection, and have us compute
        // (RFC 9325
        // §3.4). JSSE can be told so in no other way, and reads it once, when it is first used.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private Contexts() {}

    static SSLContext of(KeyManager[] keys, TrustManager... trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TlsException("TLS can't be set up: " + e.getMessage(), e);
        }
    }

    static KeyManager[] keys(Identity identity) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            // The store lives in memory only: its password protects nothing.
            char[] none = new char[0];
            store.setKeyEntry("server", identity.key(), none, identity.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, none);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new TlsException("the certificate can't be used: " + e.getMessage(), e);
        }
    }

    /** Forward secrecy and authenticated encryption, nothing else (RFC 9325 §4.2). */
    static void restrict(SSLSocket socket) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setCipherSuites(
                strong(Arrays.asList(socket.getSupportedCipherSuites())).toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        socket.setSSLParameters(parameters);
    }

    static List<String> versions() {
        return List.of(VERSIONS);
    }

    static List<String> strong(List<String> suites) {
        Set<String> ends = Set.of("_GCM_SHA256", "_GCM_SHA384", "_CHACHA20_POLY1305_SHA256");
        return suites.stream()
                .filter(suite -> suite.startsWith("TLS_AES_")
                        || suite.startsWith("TLS_CHACHA20_")
                        || suite.startsWith("TLS_ECDHE_"))
                .filter(suite -> ends.stream().anyMatch(suite::endsWith))
                .toList();
    }
}
