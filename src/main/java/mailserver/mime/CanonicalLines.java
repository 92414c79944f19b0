package mailserver.mime;

import java.io.IOException;

/** Gives stored text the CRLF line ends that it has on the wire, which is what base64 must encode (RFC 2045 §6.8). */
final class CanonicalLines implements BodyWriter {
    private final BodyWriter next;
    private byte last;

    CanonicalLines(BodyWriter next) {
        this.next = next;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (octets[i] == '\n' && last != '\r') {
                next.write(octets, from, i - from);
                next.write(LineEnd.CRLF.octets(), 0, 2);
                from = i + 1;
            }
            last = octets[i];
        }
        next.write(octets, from, offset + length - from);
    }

    @Override
    public void end() throws IOException {
        next.end();
    }

    @Override
    public void endOfInput() throws IOException {
        next.endOfInput();
    }
}
