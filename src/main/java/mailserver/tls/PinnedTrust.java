package mailserver.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import mailserver.config.value.Fingerprint;

/** Believes one certificate and no other, whatever its names and dates: who pins it has looked at it. */
final class PinnedTrust extends X509ExtendedTrustManager {
    private final Fingerprint pin;

    PinnedTrust(Fingerprint pin) {
        this.pin = pin;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        Fingerprint shown = Identity.fingerprint(chain[0]);
        if (!shown.equals(pin)) {
            throw new CertificateException(
                    "the peer shows the certificate " + shown + ", and not " + pin + ", which is pinned");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    // The extended form, or else JSSE would check names and dates on top.
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
