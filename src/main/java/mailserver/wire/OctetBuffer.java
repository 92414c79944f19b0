package mailserver.wire;

import java.io.IOException;

/** Gathers octets, so that what stands behind it is called once for many of them. */
final class OctetBuffer {
    static final int SIZE = 16 * 1024;

    private final OctetSink sink;
    private final byte[] octets = new byte[SIZE];
    private int used;

    OctetBuffer(OctetSink sink) {
        this.sink = sink;
    }

    void put(byte octet) throws IOException {
        if (used == octets.length) {
            flush();
        }
        octets[used++] = octet;
    }

    void put(byte[] from, int start, int end) throws IOException {
        int next = start;
        while (next < end) {
            if (used == octets.length) {
                flush();
            }
            int part = Math.min(end - next, octets.length - used);
            System.arraycopy(from, next, octets, used, part);
            used += part;
            next += part;
        }
    }

    /** Passes on what has been gathered. When the sink throws, it does not get the same octets again. */
    void flush() throws IOException {
        int length = used;
        if (length > 0) {
            used = 0;
            sink.write(octets, 0, length);
        }
    }
}
