package mailserver.smtp.client.connection;

import java.io.IOException;
import java.time.Duration;
import mailserver.wire.Connection;
import mailserver.wire.StallGuard;

/** A connection to a peer that has greeted us and said what it offers, and the transactions on it. */
public final class ClientConnection {
    private final Connection connection;
    private final StallGuard stalls;
    private final ClientFallback way;
    private final ClientSession session;
    private final Duration goodbye;

    ClientConnection(
            Connection connection, StallGuard stalls, ClientFallback way, ClientSession session, Duration goodbye) {
        this.connection = connection;
        this.stalls = stalls;
        this.way = way;
        this.session = session;
        this.goodbye = goodbye;
    }

    public ClientFallback way() {
        return way;
    }

    public ClientSession session() {
        return session;
    }

    /** Says goodbye; the dialogue is in step. What happens now changes no outcome. */
    public void quit() {
        quit(session.dialogue(), goodbye);
        abandon();
    }

    /** Leaves without a word: out of step, perhaps within a message, a QUIT would be taken for text. */
    public void abandon() {
        stalls.forget(connection);
        connection.close();
    }

    static void quit(ClientDialogue dialogue, Duration most) {
        try {
            dialogue.ask("QUIT", most);
        } catch (IOException e) {
            // The peer left first, or is slow: all that matters is said.
        }
    }
}
