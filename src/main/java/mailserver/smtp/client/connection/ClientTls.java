package mailserver.smtp.client.connection;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLSession;
import mailserver.config.value.Fingerprint;
import mailserver.config.value.HostPort;
import mailserver.config.value.TlsPolicy;
import mailserver.smtp.Reply;
import mailserver.tls.PeerTls;
import org.tinylog.Logger;

/** STARTTLS, seen from the client (RFC 3207). */
final class ClientTls {
    private static final String STARTTLS = "STARTTLS";

    private final ClientHello hello;
    private final ClientTimeouts timeouts;

    ClientTls(ClientHello hello, ClientTimeouts timeouts) {
        this.hello = hello;
        this.timeouts = timeouts;
    }

    /**
     * Goes on in TLS, where both sides want to.
     *
     * @param offers what the peer offers in the clear
     * @return what it offers from now on, as far as it can be believed
     * @throws ClientTlsException when there is no agreement
     * @throws ClientFailure when the peer doesn't offer what the way there needs
     */
    ClientExtensions begin(ClientDialogue dialogue, ClientFallback way, ClientExtensions offers)
            throws IOException, ClientFailure {
        boolean wanted = way.peer().tls().mode() != TlsPolicy.Mode.OFF;
        if (wanted && offers.startTls()) {
            ClientExtensions agreed = agreed(dialogue, way);
            return way.peer().tls().verifies() ? agreed : agreed.withoutRequireTls();
        }
        if (way.needsTls()) {
            // Somebody in between may have cut the offer out (RFC 3207 §6).
            String what = way.peer().tls().required() ? "TLS is required" : "the password is sent over TLS alone";
            String why = wanted ? way.name() + " doesn't offer it" : "tls is \"off\" for " + way.name();
            throw ClientFailure.withoutTls(what + ", and " + why);
        }
        return offers.withoutRequireTls();
    }

    private ClientExtensions agreed(ClientDialogue dialogue, ClientFallback way) throws IOException, ClientFailure {
        try {
            Reply reply = dialogue.ask(STARTTLS, timeouts.hello());
            if (reply.code() != 220) {
                throw new ClientTlsException(way.name(), STARTTLS, reply);
            }
            HostPort place = way.peer().place();
            TlsPolicy policy = way.peer().tls();
            SSLSession session = dialogue.startTls(
                    plain -> PeerTls.wrap(plain, place.host(), place.port(), policy), timeouts.connect());
            Logger.debug(
                    "{}: {} {}, certificate {}",
                    way.name(),
                    session.getProtocol(),
                    session.getCipherSuite(),
                    certificate(session));
            // RFC 3207 §4.2: what was offered in the clear is forgotten. A TLS 1.3 peer that minds something says so
            // only now.
            return hello.hello(dialogue);
        } catch (ClientTlsException e) {
            throw e;
        } catch (IOException e) {
            throw new ClientTlsException(way.name(), e);
        }
    }

    private static Fingerprint certificate(SSLSession session) throws IOException {
        try {
            return Fingerprint.of(session.getPeerCertificates()[0].getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException("its certificate can't be written", e);
        }
    }
}
