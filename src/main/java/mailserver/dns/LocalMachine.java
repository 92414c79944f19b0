package mailserver.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * A server knows itself by its name, and by an address of this machine at which it takes mail itself: behind another address or
 * port there may be another server.
 *
 * @param smtpPort where mail exchangers are talked to
 * @param listening    where we take mail from other servers
 */
public record LocalMachine(String hostname, int smtpPort, Supplier<List<InetSocketAddress>> listening)
        implements OwnHost {
    @Override
    public boolean is(Collection<String> names, Collection<InetAddress> addresses) {
        return names.contains(hostname) || addresses.stream().anyMatch(this::listensAt);
    }

    private boolean listensAt(InetAddress address) {
        return has(address)
                && listening.get().stream()
                        .filter(place -> place.getPort() == smtpPort && !place.isUnresolved())
                        .anyMatch(place -> place.getAddress().isAnyLocalAddress()
                                || place.getAddress().equals(address));
    }

    /** Whether this machine has the address. */
    public static boolean has(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
