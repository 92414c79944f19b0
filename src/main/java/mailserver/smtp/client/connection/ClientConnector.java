package mailserver.smtp.client.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import mailserver.wire.Connection;

/** Finds a host's addresses, and connects to one. Its exceptions say in their message what went wrong. */
public final class ClientConnector {
    private final Duration timeout;

    public ClientConnector(Duration timeout) {
        this.timeout = timeout;
    }

    /** All addresses of a host, IPv4 and IPv6, as the system orders them. A literal address asks no name server. */
    public List<InetSocketAddress> addresses(String host, int port) throws IOException {
        try {
            return List.of(InetAddress.getAllByName(host)).stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new IOException("no address is known for " + host, e);
        }
    }

    Connection connect(InetSocketAddress address, String name) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(address, Math.toIntExact(timeout.toMillis()));
            return new Connection(socket);
        } catch (IOException e) {
            socket.close();
            throw new IOException(explain(name, e), e);
        }
    }

    private static String explain(String name, IOException e) {
        return switch (e) {
            case SocketTimeoutException timedOut -> name + " does not answer";
            case ConnectException refused -> name + " refuses connections (" + refused.getMessage() + ")";
            default -> "no connection to " + name + ": " + e.getMessage();
        };
    }
}
