package mailserver.config.value;

import java.util.List;
import mailserver.mail.Address;

/**
 * The HTTP interface.
 *
 * @param listen        where it is to be had in the clear; none: not at all
 * @param listenTls     where in TLS from the first octet
 * @param admins        the accounts that see the queue and the server
 * @param openMailboxes an admin reads every mailbox, too
 */
public record WebSettings(
        List<HostPort> listen, List<HostPort> listenTls, List<Address> admins, boolean openMailboxes) {
    /** Where a first start's configuration has it: seen by this machine alone. */
    public static final HostPort LOOPBACK = new HostPort("127.0.0.1", 2080);

    public WebSettings {
        listen = List.copyOf(listen);
        listenTls = List.copyOf(listenTls);
        admins = List.copyOf(admins);
    }

    public static WebSettings off(String domain) {
        return new WebSettings(List.of(), List.of(), List.of(new Address("postmaster", domain)), false);
    }
}
