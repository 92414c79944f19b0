package mailserver.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import mailserver.wire.OctetSink;

/**
 * Passes on what calls itself quoted-printable, and encodes what may not stand in it: octets over 127 and NUL. A line
 * far too long gets soft line breaks (RFC 2045 §6.7).
 */
final class QuotedPrintableRepair implements BodyWriter {
    /** Well below the 998 octets of RFC 5322 §2.1.1, so that no break has to stand within an {@code =XX}. */
    private static final int LONG = 900;

    private static final byte[] SOFT_BREAK = "=\n".getBytes(StandardCharsets.US_ASCII);

    private final OctetSink out;
    private final byte[] escaped = new byte[3];
    private int column;
    /** How many characters that aren't blanks came since the last =. */
    private int behindEquals;
    /** True when a = is not written yet: the line may be broken there already. */
    private boolean heldEquals;

    QuotedPrintableRepair(OctetSink out) {
        this.out = out;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            take(octets, i);
        }
    }

    @Override
    public void end() throws IOException {
        if (heldEquals) {
            literal(SOFT_BREAK, 0);
        }
    }

    private void take(byte[] octets, int i) throws IOException {
        byte b = octets[i];
        if (heldEquals) {
            heldEquals = false;
            if (b > ' ') {
                softBreak();
            }
            literal(SOFT_BREAK, 0);
        }
        boolean mayBreak = column >= LONG && behindEquals >= 2;
        if (mayBreak && b == '=') {
            heldEquals = true;
        } else if (mayBreak && b != '\n') {
            softBreak();
            // A dash at the start of a new line might make it a delimiter line.
            if (b == '-') {
                escape(b);
            } else {
                put(octets, i);
            }
        } else {
            put(octets, i);
        }
    }

    private void put(byte[] octets, int i) throws IOException {
        if (octets[i] > 0) {
            literal(octets, i);
        } else {
            escape(octets[i]);
        }
    }

    private void literal(byte[] octets, int i) throws IOException {
        byte b = octets[i];
        out.write(octets, i, 1);
        column = b == '\n' ? 0 : column + 1;
        if (b == '=') {
            behindEquals = 0;
        } else if (b != ' ' && b != '\t') {
            behindEquals++;
        }
    }

    private void escape(byte b) throws IOException {
        QuotedPrintable.escape(b, escaped, 0);
        out.write(escaped, 0, escaped.length);
        column += escaped.length;
        behindEquals = 2;
    }

    private void softBreak() throws IOException {
        out.write(SOFT_BREAK, 0, SOFT_BREAK.length);
        column = 0;
    }
}
