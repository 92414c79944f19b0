package mailserver.mime;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import mailserver.wire.OctetSink;

/** Encodes a body as base64 in lines of 76 (RFC 2045 §6.8), with the JDK's encoder: lines that end in LF, at any split of the input. */
final class Base64Lines implements BodyWriter {
    /** What one line stands for. */
    private static final int OCTETS = 57;

    private final OctetSink out;
    private final byte[] octets = new byte[OCTETS];
    private int used;
    private boolean lineBefore;

    Base64Lines(OctetSink out) {
        this.out = out;
    }

    @Override
    public void write(byte[] more, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (used == OCTETS) {
                line();
            }
            int part = Math.min(left, OCTETS - used);
            System.arraycopy(more, from, octets, used, part);
            used += part;
            from += part;
            left -= part;
        }
    }

    @Override
    public void end() throws IOException {
        if (used > 0) {
            line();
        }
    }

    @Override
    public void endOfInput() throws IOException {
        end();
        if (lineBefore) {
            out.write(LineEnd.LF.octets(), 0, 1);
        }
    }

    private void line() throws IOException {
        if (lineBefore) {
            out.write(LineEnd.LF.octets(), 0, 1);
        }
        byte[] line = Base64.getEncoder().encode(used == OCTETS ? octets : Arrays.copyOf(octets, used));
        out.write(line, 0, line.length);
        lineBefore = true;
        used = 0;
    }
}
