package mailserver.bench.peers;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import mailserver.load.Home;

/** A running server that is measured. */
interface Host extends Closeable {
    String name();

    /** Where it takes mail. */
    InetSocketAddress smtp();

    /** Where it gives mail out. */
    InetSocketAddress pop3();

    /** A user's Maildir; there may be none yet. */
    Path maildir(String user);

    /** What the address of a user is, for all servers. */
    static String address(String user) {
        return Home.address(user);
    }

    /** Ends it and starts it anew, with nothing in its memory. */
    void restart() throws IOException;
}
