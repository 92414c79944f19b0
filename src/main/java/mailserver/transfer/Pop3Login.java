package mailserver.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import mailserver.config.value.Fingerprint;
import mailserver.config.value.TlsPolicy;
import mailserver.tls.PeerTls;
import mailserver.wire.BareNewlines;
import mailserver.wire.Connection;
import mailserver.wire.DataReader;
import mailserver.wire.Line;
import mailserver.wire.OctetSink;

/**
 * A POP3 session with another server (RFC 1939), which only reads. The password goes over TLS with a server that proves who it is, or
 * to this very machine.
 */
final class Pop3Login implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LONGEST_LINE = 4096;
    private static final long LARGEST_MESSAGE = 1L << 40;

    private final Connection connection;

    private Pop3Login(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects and logs in.
     *
     * @param pin the certificate that the server must show; without one an authority must vouch for its name
     */
    static Pop3Login to(Pop3Place place, String password, Optional<Fingerprint> pin) throws IOException {
        var socket = new Socket();
        try {
            InetAddress host = InetAddress.getByName(place.server().host());
            socket.connect(new InetSocketAddress(host, place.server().port()), Math.toIntExact(PATIENCE.toMillis()));
            var login = new Pop3Login(new Connection(socket));
            login.begin(place, password, pin, host.isLoopbackAddress());
            return login;
        } catch (SSLException e) {
            socket.close();
            throw new IOException(
                    place.server() + ": no TLS: " + e.getMessage()
                            + "; --pin takes the fingerprint of a certificate that no authority vouches for",
                    e);
        } catch (IOException e) {
            socket.close();
            throw new IOException(place.server() + ": " + e.getMessage(), e);
        }
    }

    private void begin(Pop3Place place, String password, Optional<Fingerprint> pin, boolean sameMachine)
            throws IOException {
        if (place.tls()) {
            startTls(place, pin, sameMachine);
        }
        ok(line());
        if (!place.tls()) {
            boolean offered = ask("CAPA").startsWith("+OK")
                    && lines().stream()
                            .anyMatch(line -> line.toUpperCase(Locale.ROOT).equals("STLS"));
            if (offered) {
                // RFC 2595 §4.
                ok(ask("STLS"));
                startTls(place, pin, sameMachine);
            } else if (!sameMachine || pin.isPresent()) {
                throw new IOException("it offers no TLS, and the password would go in the clear");
            }
        }
        ok(ask("USER " + place.user()));
        ok(ask("PASS " + password));
    }

    private void startTls(Pop3Place place, Optional<Fingerprint> pin, boolean sameMachine) throws IOException {
        String host = place.server().host();
        int port = place.server().port();
        connection.startTls(
                plain -> {
                    // Nobody is in between on this machine, and no authority vouches for its names.
                    if (pin.isPresent() || sameMachine) {
                        var policy = new TlsPolicy(TlsPolicy.Mode.REQUIRE, pin, Optional.empty());
                        return PeerTls.wrap(plain, host, port, policy);
                    }
                    var socket = (SSLSocket)
                            ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
                    SSLParameters parameters = socket.getSSLParameters();
                    // RFC 2595 §2.4 has the rules of HTTPS for names.
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    socket.setSSLParameters(parameters);
                    return socket;
                },
                PATIENCE);
    }

    /** @return the status line */
    String ask(String command) throws IOException {
        connection.write(command + "\r\n");
        connection.flush();
        return line();
    }

    /** Reads on behind the status line of a multi-line answer. */
    List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        String line;
        while (!(line = line()).equals(".")) {
            lines.add(line.startsWith(".") ? line.substring(1) : line);
        }
        return lines;
    }

    /** Writes a message, with LF line ends; false when the server doesn't give it. */
    boolean retrieve(String number, OctetSink sink) throws IOException {
        if (!ask("RETR " + number).startsWith("+OK")) {
            return false;
        }
        connection.timeout(PATIENCE);
        if (!connection.readData(new DataReader(sink, BareNewlines.NORMALIZE), LARGEST_MESSAGE)) {
            throw new IOException("the server closed the connection in a message");
        }
        return true;
    }

    /** The server's own words for a refusal. */
    static String ok(String status) throws IOException {
        if (!status.startsWith("+OK")) {
            throw new IOException("it answered " + status);
        }
        return status;
    }

    private String line() throws IOException {
        connection.timeout(PATIENCE);
        return switch (connection.readLine(LONGEST_LINE)) {
            case Line.Text(String text) -> text;
            case Line.Garbled(String text) -> text;
            case Line.TooLong ignored -> throw new IOException("a line of more than " + LONGEST_LINE + " octets");
            case Line.Endless ignored -> throw new IOException("a line without an end");
            case Line.End ignored -> throw new IOException("the server closed the connection");
        };
    }

    @Override
    public void close() {
        try {
            ask("QUIT");
        } catch (IOException e) {
            // Nothing was changed there that could be lost.
        }
        connection.close();
    }
}
