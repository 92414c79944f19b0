package mailserver.bench.peers;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import mailserver.load.Home;

/** A running server that is measured. */
interface Host extends Closeable {
    String name();

    /** Where it takes mail. */
    InetSocketAddress smtp();

    /** Where it gives mail out. */
    InetSocketAddress pop3();

    /** Where people hand in mail, after STARTTLS and a login. */
    default InetSocketAddress submission() {
        throw new UnsupportedOperationException(name() + " takes no submissions here");
    }

    /** Where it gives mail out over TLS. */
    default InetSocketAddress pop3s() {
        throw new UnsupportedOperationException(name() + " has no POP3 over TLS here");
    }

    /** Has all that was handed in been tried, and does what is left wait for a later try? */
    default boolean isSettled() throws IOException {
        return true;
    }

    /** Tries what waits for peer.example now. */
    default void retry() throws IOException {
        throw new UnsupportedOperationException(name() + " has no queue");
    }

    /** A user's Maildir; there may be none yet. */
    Path maildir(String user);

    /** What the address of a user is, for all servers. */
    static String address(String user) {
        return Home.address(user);
    }

    /** Ends it and starts it anew, with nothing in its memory. */
    void restart() throws IOException;

    /** Where mail for each domain goes: ports of the loopback. */
    static Map<String, Integer> peer(int port) {
        return Map.of("peer.example", port);
    }
}
