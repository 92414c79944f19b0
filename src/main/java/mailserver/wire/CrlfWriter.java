package mailserver.wire;

import java.io.IOException;

/**
 * Writes stored text with CRLF line ends, every other octet as it is: a message as it goes in chunks (RFC 3030 §2),
 * and what its size means (RFC 1870 §3). A CRLF that is stored as such stays one line end; a last line without one
 * gets it.
 */
public final class CrlfWriter implements Sink {
    private static final int BLOCK = 8 * 1024;

    private final Sink sink;
    private final byte[] block = new byte[BLOCK];
    private int used;
    private byte last = '\n';

    public CrlfWriter(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            put(octets[i]);
        }
    }

    /** To be called once, behind the last octet. */
    public void finish() throws IOException {
        if (last != '\n') {
            // Behind a CR, too: alone it ends no line (RFC 5321 §2.3.8).
            put((byte) '\r');
            put((byte) '\n');
        }
        drain();
    }

    private void put(byte b) throws IOException {
        // An octet grows to two at the most.
        if (used > block.length - 2) {
            drain();
        }
        if (b == '\n' && last != '\r') {
            block[used++] = '\r';
        }
        block[used++] = b;
        last = b;
    }

    private void drain() throws IOException {
        if (used > 0) {
            int length = used;
            used = 0;
            sink.write(block, 0, length);
        }
    }
}
