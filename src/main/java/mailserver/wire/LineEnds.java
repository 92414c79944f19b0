package mailserver.wire;

import java.io.IOException;

/** Turns the line ends of a message to LF, octet by octet, and tells true ones from bare ones (RFC 5321 §2.3.8). */
final class LineEnds {
    private static final int BLOCK = 8 * 1024;

    private final Sink sink;
    private final BareNewlines rule;
    private final byte[] block = new byte[BLOCK];
    private int used;
    private boolean behindCr;
    private boolean refused;
    // A message begins behind the CRLF of a command.
    private boolean behindCrlf = true;

    LineEnds(Sink sink, BareNewlines rule) {
        this.sink = sink;
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
        if (used > 0) {
            int length = used;
            used = 0;
            sink.write(block, 0, length);
        }
    }

    private void bare() throws IOException {
        refused |= rule == BareNewlines.REFUSE;
        put((byte) '\n');
    }

    private void put(byte b) throws IOException {
        if (refused) {
            return;
        }
        if (used == block.length) {
            flush();
        }
        block[used++] = b;
    }
}
