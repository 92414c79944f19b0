package mailserver.smtp;

import java.io.IOException;
import java.util.Arrays;
import mailserver.wire.CrlfWriter;
import mailserver.wire.OctetSink;

/** Measures a message as it goes over the wire, from text with LF line ends. */
public final class WireSize implements OctetSink {
    /** A line should have no more (RFC 5322 §2.1.1); of a longer first line this much counts. */
    private static final int LONGEST_FIRST_LINE = 1000;

    private final CrlfWriter lines = new CrlfWriter(this::count);
    private final byte[] firstLine = new byte[LONGEST_FIRST_LINE];
    private int firstLineLength;
    private boolean firstLineEnded;
    private long octets;

    @Override
    public void write(byte[] text, int offset, int length) throws IOException {
        lines.write(text, offset, length);
    }

    /** To be called once, before anything is asked. */
    public void finish() throws IOException {
        lines.finish();
    }

    /** What SIZE means: octets with CRLF line ends, before dot-stuffing (RFC 1870 §3). */
    public long octets() {
        return octets;
    }

    /** The first line with its CRLF. */
    public byte[] firstLine() {
        return Arrays.copyOf(firstLine, firstLineLength);
    }

    private void count(byte[] wire, int offset, int length) {
        octets += length;
        for (int i = offset; i < offset + length && !firstLineEnded; i++) {
            firstLine[firstLineLength++] = wire[i];
            firstLineEnded = wire[i] == '\n' || firstLineLength == firstLine.length;
        }
    }
}
