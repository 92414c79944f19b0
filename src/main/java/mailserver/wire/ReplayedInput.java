package mailserver.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What was peeked at, and then all else that comes, for a TLS layer that takes it as octets read before. The layer would read on by
 * itself behind them, but through a {@link java.io.SequenceInputStream}, which closes the socket at the end of the input: a session
 * could say no last word any more. So this one never ends, but fails at the end, which means the same to the layer.
 */
final class ReplayedInput extends InputStream {
    private final byte[] begun;
    private final InputStream rest;
    private int position;

    ReplayedInput(byte[] begun, InputStream rest) {
        this.begun = begun;
        this.rest = rest;
    }

    @Override
    public int read() throws IOException {
        return position < begun.length ? begun[position++] & 0xff : came(rest.read());
    }

    @Override
    public int read(byte[] block, int offset, int length) throws IOException {
        int left = Math.min(length, begun.length - position);
        if (left == 0) {
            return length == 0 ? 0 : came(rest.read(block, offset, length));
        }
        System.arraycopy(begun, position, block, offset, left);
        position += left;
        return left;
    }

    private static int came(int read) throws EOFException {
        if (read < 0) {
            throw new EOFException("the other side ended the connection");
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return position < begun.length ? begun.length - position : rest.available();
    }
}
