package mailserver.pop3;

import java.io.IOException;
import java.util.Optional;
import mailserver.sasl.Response;
import mailserver.wire.Connection;
import mailserver.wire.FoldedBase64;
import mailserver.wire.Line;
import mailserver.wire.TlsLayer;
import mailserver.wire.Transcript;

/** The connection itself, where more is to be done with it than to read commands: to go on in TLS, and to hear responses. */
final class SessionChannel {
    private final Connection connection;
    private final Transcript transcript;
    private final FoldedBase64 folded;
    private final Optional<TlsLayer> tls;
    private boolean secured;

    SessionChannel(Connection connection, Transcript transcript, Optional<TlsLayer> tls, boolean secured) {
        this.connection = connection;
        this.transcript = transcript;
        this.folded = new FoldedBase64(connection, CommandParser::isCommand, transcript);
        this.tls = tls;
        this.secured = secured;
    }

    /** The client is known from here on, and may take its time. */
    void loggedIn() {
        connection.noEnd();
    }

    /**
     * The response that came with the name of the mechanism.
     *
     * @param single no other one is to follow before we have said something
     */
    Response initial(String word, boolean single) throws IOException {
        return Response.initial(folded.unfolded(word, single, Response.LONGEST));
    }

    /** A response within a login. Whatever it is: it may hold a password, and no transcript shows it. */
    Response answer(String challenge, boolean single) throws IOException {
        connection.write("+ " + challenge + "\r\n");
        transcript.sent("+ " + challenge);
        Line line = connection.readLine(Response.LONGEST);
        transcript.received("****");
        return line instanceof Line.Text(String text)
                ? Response.parse(folded.unfolded(text, single, Response.LONGEST))
                : Response.of(line);
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
        connection.startTls(tls.orElseThrow(), TlsLayer.MOST);
        secured = true;
    }
}
