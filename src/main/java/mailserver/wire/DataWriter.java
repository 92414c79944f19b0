package mailserver.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes stored text as dot-terminated data: LF becomes CRLF, a dot at the start of a line is doubled, and
 * {@link #finish()} ends it (RFC 5321 §4.5.2, RFC 1939 §3). A CRLF that is stored as such stays one line end.
 */
public final class DataWriter implements Sink {
    private static final int BLOCK = 8 * 1024;

    private final Sink sink;
    private final byte[] block = new byte[BLOCK];
    private int used;
    private byte last = '\n';

    public DataWriter(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            // An octet grows to two at the most.
            if (used > block.length - 2) {
                drain();
            }
            byte b = octets[i];
            if (b == '\n' && last != '\r') {
                block[used++] = '\r';
            } else if (b == '.' && last == '\n') {
                block[used++] = '.';
            }
            block[used++] = b;
            last = b;
        }
    }

    /** Ends the last line if the text did not, and writes the final dot. */
    public void finish() throws IOException {
        byte[] end = (last == '\n' ? ".\r\n" : "\r\n.\r\n").getBytes(StandardCharsets.US_ASCII);
        drain();
        sink.write(end, 0, end.length);
    }

    private void drain() throws IOException {
        if (used > 0) {
            sink.write(block, 0, used);
            used = 0;
        }
    }
}
