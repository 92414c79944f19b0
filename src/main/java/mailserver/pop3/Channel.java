package mailserver.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import mailserver.sasl.Response;
import mailserver.wire.Connection;
import mailserver.wire.Line;
import mailserver.wire.TlsLayer;
import mailserver.wire.Transcript;

/** The connection itself, where more is to be done with it than to read commands: to go on in TLS, and to hear responses. */
final class Channel {
    private static final Duration TLS_HANDSHAKE = Duration.ofSeconds(30);

    /** RFC 4954 §4 says so for SMTP, and RFC 5034 §4 that long ones are to be expected. */
    private static final int LONGEST_RESPONSE = 12_288;

    private final Connection connection;
    private final Transcript transcript;
    private final Optional<TlsLayer> tls;
    private boolean secured;

    Channel(Connection connection, Transcript transcript, Optional<TlsLayer> tls, boolean secured) {
        this.connection = connection;
        this.transcript = transcript;
        this.tls = tls;
        this.secured = secured;
    }

    /** A response within a login. Whatever it is: it may hold a password, and no transcript shows it. */
    Response answer(String challenge) throws IOException {
        connection.write("+ " + challenge + "\r\n");
        transcript.sent("+ " + challenge);
        Line line = connection.readLine(LONGEST_RESPONSE);
        transcript.received("****");
        return switch (line) {
            case Line.Text(String text) -> Response.parse(text);
            case Line.Garbled garbled -> new Response.Malformed();
            case Line.TooLong tooLong -> new Response.Malformed();
            case Line.Endless endless -> throw new EOFException("a response without an end");
            case Line.End end -> throw new EOFException("the client left in the middle of a login");
        };
    }

    boolean isSecured() {
        return secured;
    }

    /** Whether STLS makes sense: there is a certificate, and no TLS yet (RFC 2595 §4). */
    boolean canBeSecured() {
        return tls.isPresent() && !secured;
    }

    /**
     * Goes on in TLS; what the client sent ahead of it is thrown away.
     *
     * @throws IOException when there is no agreement: the connection is over
     */
    void secure() throws IOException {
        connection.startTls(tls.orElseThrow(), TLS_HANDSHAKE);
        secured = true;
    }
}
