package mailserver.pop3;

import java.net.InetAddress;

/** Who may log in, and what is then opened: the policy and the storage above this package. */
public interface Maildrops {
    /** @param user as the client typed it; the implementer may complete one without a domain */
    Login login(String user, String password, InetAddress client);

    /** Whether this client may send its password as it is. */
    boolean plaintextAllowed(InetAddress client);
}
