package mailserver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * A connection without a network, for one thread. A read gives one piece of the input and no more, as if each had come
 * in a packet of its own; behind the last one is the end. What is written is kept.
 */
public final class PiecewiseSocket extends Socket {
    private final InputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public PiecewiseSocket(List<byte[]> pieces) {
        this.in = new Pieces(pieces.iterator());
    }

    /** What was written so far. */
    public byte[] written() {
        return out.toByteArray();
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // There are no packets to delay.
    }

    @Override
    public void setSoTimeout(int millis) {
        // No read ever waits.
    }

    @Override
    public void shutdownInput() {
        // Nobody but the one thread is there to wake up.
    }

    @Override
    public void shutdownOutput() {
        // Nobody waits for the end.
    }

    private static final class Pieces extends InputStream {
        private final Iterator<byte[]> pieces;
        private ByteArrayInputStream piece = new ByteArrayInputStream(new byte[0]);

        Pieces(Iterator<byte[]> pieces) {
            this.pieces = pieces;
        }

        @Override
        public int read() {
            return next() ? piece.read() : -1;
        }

        @Override
        public int read(byte[] block, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, block.length);
            return next() ? piece.read(block, offset, length) : -1;
        }

        private boolean next() {
            while (piece.available() == 0 && pieces.hasNext()) {
                piece = new ByteArrayInputStream(pieces.next());
            }
            return piece.available() > 0;
        }
    }
}
