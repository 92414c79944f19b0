package mailserver.smtp.client.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import mailserver.smtp.Reply;
import mailserver.tls.TlsException;

/** There is no TLS with a peer that has offered it. Nothing of a message was sent, and the connection is of no more use. */
public final class ClientTlsException extends IOException {
    private static final long serialVersionUID = 1L;
    /** Longer chains of causes are circles. */
    private static final int DEEPEST = 20;

    private final boolean lasting;

    ClientTlsException(String peer, String command, Reply reply) {
        super(message(peer, command + " was answered " + reply));
        this.lasting = reply.isPermanent();
    }

    ClientTlsException(String peer, IOException cause) {
        super(message(peer, why(cause)), cause);
        this.lasting =
                !(cause instanceof TlsException) && causes(cause).anyMatch(GeneralSecurityException.class::isInstance);
    }

    /**
     * Whether the peer is such that there will be no TLS tomorrow either: it said so, or has another certificate than it should
     * have. What happens to a connection is for now only.
     */
    public boolean isLasting() {
        return lasting;
    }

    private static Stream<Throwable> causes(IOException e) {
        return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST);
    }

    private static String message(String peer, String why) {
        return "no TLS with " + peer + ": " + why;
    }

    /** A handshake's exceptions hide their reason deep in themselves, and often in words for programmers. */
    private static String why(IOException e) {
        if (e instanceof TlsException ours) {
            return ours.getMessage();
        }
        for (Throwable cause : causes(e).toList().reversed()) {
            switch (cause) {
                case CertPathBuilderException nobody -> {
                    return "no authority that we know vouches for the certificate that it shows";
                }
                case CertPathValidatorException invalid -> {
                    return "the certificate that it shows is no good: " + invalid.getMessage();
                }
                case CertificateException unwanted -> {
                    return unwanted.getMessage();
                }
                case SocketTimeoutException late -> {
                    return "the handshake took too long";
                }
                default -> {
                    // An outer exception may say it.
                }
            }
        }
        return e.getMessage();
    }
}
