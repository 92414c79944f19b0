package mailserver.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import mailserver.wire.OctetSink;

/**
 * Encodes stored text as quoted-printable (RFC 2045 §6.7). Line ends stay line ends, written as LF. What programs on
 * the way spoil is encoded, too: {@code From } at the start of a line, and a dot alone (RFC 2049 §3).
 *
 * <p>Our own, for libraries' encoders take a whole body or an output stream of the wire's line ends; this one gets its octets at any split,
 * with the line ends of a Maildir, and does what RFC 2049 asks for.
 */
public final class QuotedPrintable implements BodyWriter {
    /** Of the 76 characters of a line the last one is kept for the = of a soft line break. */
    private static final int MOST = 75;

    private static final byte[] SOFT_BREAK = "=\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SAFE_FROM = "=46rom ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte NONE = 0;

    private final OctetSink out;
    private final byte[] line = new byte[MOST];
    private int used;
    /** True in a line that began behind a soft line break. */
    private boolean continued;
    /** A blank that is written as it is unless the line ends behind it. */
    private byte blank = NONE;

    private boolean behindCr;

    /** @param out gets lines of at most 76 octets that end in LF */
    public QuotedPrintable(OctetSink out) {
        this.out = out;
    }

    /** Writes an octet as = and its two digits. */
    static void escape(byte octet, byte[] to, int at) {
        to[at] = '=';
        to[at + 1] = DIGITS[octet >> 4 & 0xf];
        to[at + 2] = DIGITS[octet & 0xf];
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            take(octets[i]);
        }
    }

    @Override
    public void end() throws IOException {
        settleCr();
        endLine();
    }

    private void take(byte b) throws IOException {
        if (b == '\n') {
            behindCr = false;
            endLine();
            out.write(LineEnd.LF.octets(), 0, 1);
            return;
        }
        settleCr();
        if (b == '\r') {
            behindCr = true;
            return;
        }
        settleBlank();
        if (b == ' ' || b == '\t') {
            blank = b;
        } else if (b > ' ' && b < 0x7f && b != '=') {
            literal(b);
        } else {
            escaped(b);
        }
    }

    /** A CR that is no part of a line end is content. */
    private void settleCr() throws IOException {
        if (behindCr) {
            behindCr = false;
            settleBlank();
            escaped((byte) '\r');
        }
    }

    private void settleBlank() throws IOException {
        if (blank != NONE) {
            byte b = blank;
            blank = NONE;
            literal(b);
        }
    }

    private void literal(byte b) throws IOException {
        makeRoom(1);
        if (used == 0 && continued && b == '-') {
            // What stood within a line must not become a delimiter line of a multipart.
            escaped(b);
            return;
        }
        line[used++] = b;
        if (used == FROM.length && Arrays.equals(line, 0, used, FROM, 0, used)) {
            System.arraycopy(SAFE_FROM, 0, line, 0, SAFE_FROM.length);
            used = SAFE_FROM.length;
        }
    }

    private void escaped(byte b) throws IOException {
        makeRoom(3);
        escape(b, line, used);
        used += 3;
    }

    private void makeRoom(int octets) throws IOException {
        if (used + octets > MOST) {
            writeLine();
            out.write(SOFT_BREAK, 0, SOFT_BREAK.length);
            continued = true;
        }
    }

    private void endLine() throws IOException {
        if (blank != NONE) {
            escaped(blank);
            blank = NONE;
        }
        if (used == 1 && line[0] == '.') {
            used = 0;
            escaped((byte) '.');
        }
        writeLine();
        continued = false;
    }

    private void writeLine() throws IOException {
        out.write(line, 0, used);
        used = 0;
    }
}
