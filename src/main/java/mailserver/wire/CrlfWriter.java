package mailserver.wire;

import java.io.IOException;

/**
 * Writes stored text with CRLF line ends, every other octet as it is: a message as it goes in chunks (RFC 3030 §2),
 * and what its size means (RFC 1870 §3). A CRLF that is stored as such stays one line end; a last line without one
 * gets it.
 */
public final class CrlfWriter implements OctetSink {
    private final OctetBuffer buffer;
    private final boolean stuffing;
    private byte last = '\n';

    public CrlfWriter(OctetSink sink) {
        this(sink, false);
    }

    /** @param stuffing whether a dot at the start of a line is doubled */
    CrlfWriter(OctetSink sink, boolean stuffing) {
        this.buffer = new OctetBuffer(sink);
        this.stuffing = stuffing;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int end = offset + length;
        int next = offset;
        while (next < end) {
            if (stuffing && octets[next] == '.' && last == '\n') {
                put((byte) '.');
            }
            int lineEnd = LineScan.lineFeed(octets, next, end);
            put(octets, next, lineEnd);
            next = lineEnd;
            if (next < end) {
                endLine();
                next++;
            }
        }
    }

    /** To be called once, behind the last octet. */
    public void finish() throws IOException {
        if (last != '\n') {
            // Behind a CR, too: alone it ends no line (RFC 5321 §2.3.8).
            put((byte) '\r');
            put((byte) '\n');
        }
        buffer.flush();
    }

    private void endLine() throws IOException {
        if (last != '\r') {
            put((byte) '\r');
        }
        put((byte) '\n');
    }

    private void put(byte octet) throws IOException {
        buffer.put(octet);
        last = octet;
    }

    private void put(byte[] octets, int start, int end) throws IOException {
        if (start < end) {
            buffer.put(octets, start, end);
            last = octets[end - 1];
        }
    }
}
