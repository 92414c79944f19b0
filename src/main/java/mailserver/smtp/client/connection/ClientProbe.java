package mailserver.smtp.client.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import mailserver.config.value.Peer;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;

/** The cheap way to find out whether a peer is back: a connection, its greeting, and goodbye. */
public final class ClientProbe {
    private final ClientConnector connector;
    private final Duration most;

    /** @param most how long a peer has for each of these */
    public ClientProbe(Duration most) {
        this.connector = new ClientConnector(most);
        this.most = most;
    }

    /** Whether somebody at one of its addresses greets as one who takes mail now. */
    public boolean greets(Peer peer) {
        try {
            return connector.addresses(peer.place().host(), peer.place().port()).stream()
                    .anyMatch(this::greets);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean greets(InetSocketAddress address) {
        String name = address.toString();
        try (Connection connection = connector.connect(address, name)) {
            var dialogue = new ClientDialogue(name, connection, Transcript.NONE);
            boolean welcome = dialogue.reply("the connection", most).isSuccess();
            ClientConnection.quit(dialogue, most);
            return welcome;
        } catch (IOException e) {
            return false;
        }
    }
}
