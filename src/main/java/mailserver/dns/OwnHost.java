package mailserver.dns;

import java.net.InetAddress;
import java.util.Collection;

/** Tells whether a mail exchanger is this very server. */
@FunctionalInterface
public interface OwnHost {
    /**
     * @param names     all that the host is called, lower-case
     * @param addresses perhaps none
     */
    boolean is(Collection<String> names, Collection<InetAddress> addresses);
}
