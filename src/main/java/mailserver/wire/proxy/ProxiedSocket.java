package mailserver.wire.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The beginning of a connection that a load balancer makes: before anything else it says whom it brings. */
public final class ProxiedSocket {
    private ProxiedSocket() {}

    /**
     * Reads the header, and no octet behind it.
     *
     * @param most for all of it, however the octets drip
     * @return the client; the balancer itself where it speaks for itself, or can't say
     * @throws IOException when there is no such header, or not in time
     */
    public static InetSocketAddress client(Socket socket, Duration most) throws IOException {
        var balancer = (InetSocketAddress) socket.getRemoteSocketAddress();
        int before = socket.getSoTimeout();
        try {
            ProxyHeader header = new ProxyHeaderReader(new Hurried(socket, most)).read();
            return switch (header) {
                case ProxyHeader.Proxied proxied -> proxied.source();
                case ProxyHeader.Local local -> balancer;
                case ProxyHeader.Unspecified unspecified -> balancer;
            };
        } catch (SocketTimeoutException e) {
            throw new IOException("no PROXY header came within " + most.toSeconds() + " s", e);
        } finally {
            socket.setSoTimeout(before);
        }
    }

    /** One octet at a time, all of them before one moment. */
    private static final class Hurried extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private final long end;

        Hurried(Socket socket, Duration most) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.end = System.nanoTime() + most.toNanos();
        }

        private void hurry() throws IOException {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left < 1) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
        }

        @Override
        public int read() throws IOException {
            hurry();
            return in.read();
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            hurry();
            return in.read(octets, offset, length);
        }
    }
}
