package mailserver.smtp.client.connection;

import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;
import mailserver.config.value.Peer;

/**
 * One way to talk to a peer; when it leads nowhere, there may be a plainer one.
 *
 * @param name what the address is called in messages
 * @param use  what of the peer's offers is made use of
 */
public record ClientFallback(InetSocketAddress address, String name, Peer peer, UnaryOperator<ClientExtensions> use) {
    public ClientFallback(InetSocketAddress address, String name, Peer peer) {
        this(address, name, peer, UnaryOperator.identity());
    }

    public ClientFallback withoutChunking() {
        return new ClientFallback(address, name, peer, ClientExtensions::withoutChunking);
    }

    ClientFallback inTheClear() {
        return new ClientFallback(address, name, peer.withoutTls(), use);
    }

    /** Whether nothing may be said in the clear. A password may, where only this machine can hear it. */
    public boolean needsTls() {
        return peer.tls().required() || hasSecret();
    }

    private boolean hasSecret() {
        return peer.login().isPresent() && !address.getAddress().isLoopbackAddress();
    }
}
