package mailserver.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import mailserver.wire.OctetSink;

/**
 * Passes on text in which only ASCII can mean anything: octets over 127 and NUL become question marks, and a line far
 * too long is broken. So it is with base64 (RFC 2045 §6.8) and with what stands before and behind the parts of a
 * multipart (RFC 2046 §5.1.1).
 */
final class AsciiOnly implements BodyWriter {
    /** Octets of a line at the most, without its end (RFC 5322 §2.1.1). */
    private static final int MOST = 998;

    // The blank keeps the new line from being a delimiter.
    private static final byte[] BREAK = "\n ".getBytes(StandardCharsets.US_ASCII);

    private final OctetSink out;
    private int column;

    AsciiOnly(OctetSink out) {
        this.out = out;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        byte[] clean = new byte[length + (length / MOST + 1) * BREAK.length];
        int used = 0;
        for (int i = offset; i < offset + length; i++) {
            byte b = octets[i];
            if (b == '\n') {
                column = 0;
            } else if (column == MOST) {
                System.arraycopy(BREAK, 0, clean, used, BREAK.length);
                used += BREAK.length;
                column = 2;
            } else {
                column++;
            }
            clean[used++] = b <= 0 ? (byte) '?' : b;
        }
        out.write(clean, 0, used);
    }

    @Override
    public void end() {}
}
