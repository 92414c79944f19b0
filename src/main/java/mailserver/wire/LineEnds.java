package mailserver.wire;

import java.io.IOException;

/** Turns the line ends of a message to LF, and tells true ones from bare ones (RFC 5321 §2.3.8). */
final class LineEnds {
    private final OctetBuffer buffer;
    private final BareNewlines rule;
    private boolean behindCr;
    private boolean refused;
    // A message begins behind the CRLF of a command.
    private boolean behindCrlf = true;

    LineEnds(OctetSink sink, BareNewlines rule) {
        this.buffer = new OctetBuffer(sink);
        this.rule = rule;
    }

    /** True when the line that begins here begins behind a CRLF, and not behind a bare LF or CR. */
    boolean behindCrlf() {
        return behindCrlf;
    }

    /** True when a line end was bare that must not be. From then on nothing goes to the sink. */
    boolean refused() {
        return refused;
    }

    /**
     * Takes at least one octet, and no more than what stands up to the next line end.
     *
     * @return where the next one stands that was not taken
     */
    int take(byte[] octets, int from, int to) throws IOException {
        int end = behindCr ? from : LineScan.lineEnd(octets, from, to);
        if (end == from) {
            take(octets[from]);
            return from + 1;
        }
        behindCrlf = false;
        if (!refused) {
            buffer.put(octets, from, end);
        }
        return end;
    }

    void take(byte b) throws IOException {
        boolean closes = behindCr && b == '\n';
        if (behindCr && !closes) {
            bare();
        }
        behindCr = b == '\r';
        behindCrlf = closes;
        if (closes) {
            put((byte) '\n');
        } else if (b == '\n') {
            bare();
        } else if (!behindCr) {
            put(b);
        }
    }

    /** The message is over: a CR at its very end is a bare one. */
    void finish() throws IOException {
        if (behindCr) {
            behindCr = false;
            bare();
        }
        flush();
    }

    /** Passes on what is whole. */
    void flush() throws IOException {
        buffer.flush();
    }

    private void bare() throws IOException {
        refused |= rule == BareNewlines.REFUSE;
        put((byte) '\n');
    }

    private void put(byte b) throws IOException {
        if (!refused) {
            buffer.put(b);
        }
    }
}
