package mailserver.server;

import java.io.IOException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSession;
import mailserver.wire.BegunTlsLayer;
import mailserver.wire.Connection;
import mailserver.wire.TlsLayer;
import mailserver.wire.Transcript;
import mailserver.wire.foreign.ForeignOctets;
import mailserver.wire.text.IpText;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/** The ports with TLS from the first octet (RFC 8314 §3), and a word for who comes there without. */
final class ImplicitTls {
    private ImplicitTls() {}

    /**
     * Makes the handshake.
     *
     * @return false when the client has no mind to: it was told so, and the connection is to be closed
     * @throws IOException when the client has left, or there is no agreement
     */
    static boolean begin(
            Service service, String hostname, Connection connection, BegunTlsLayer tls, Transcript transcript)
            throws IOException {
        byte[] first;
        connection.timeout(TlsLayer.MOST);
        try {
            first = connection.peek(1);
        } catch (SocketTimeoutException e) {
            // It may be waiting for a greeting, which stands behind the handshake here.
            return refuse(service, hostname, connection, transcript);
        }
        if (first.length == 0) {
            return false;
        }
        if (!ForeignOctets.isTls(first)) {
            return refuse(service, hostname, connection, transcript);
        }
        SSLSession agreed = connection.acceptTls(tls, TlsLayer.MOST);
        transcript.secured(agreed.getProtocol() + " " + agreed.getCipherSuite());
        return true;
    }

    private static boolean refuse(Service service, String hostname, Connection connection, Transcript transcript)
            throws IOException {
        String why = "this port speaks TLS from the first octet, goodbye";
        String line = service.isPop3() ? "-ERR " + why : "421 4.7.0 " + hostname + ": " + why;
        Logger.info(LogLine.of(service.label(), IpText.of(connection.remote().getAddress()))
                .status("refused", "that is no TLS"));
        transcript.sent(line);
        connection.write(line + "\r\n");
        connection.closeGently();
        return false;
    }
}
