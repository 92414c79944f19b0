package mailserver.mime;

import java.io.IOException;
import mailserver.wire.OctetSink;

/**
 * Cuts what comes in into lines, the same at any split of it. A line longer than {@link #PIECE} octets comes in pieces.
 */
final class LineSplitter implements OctetSink {
    static final int PIECE = 4 * 1024;

    /** Takes the lines; the array is valid during the call. */
    interface Lines {
        /** A line begins; its first piece, which is all of it unless the end is {@link LineEnd#MORE}. */
        void start(byte[] octets, int length, LineEnd end) throws IOException;

        /** Another piece of the same line. */
        void rest(byte[] octets, int length, LineEnd end) throws IOException;
    }

    private final Lines lines;
    private final byte[] piece = new byte[PIECE];
    private int used;
    private boolean within;
    private boolean behindCr;
    private LineRule rule;

    LineSplitter(Lines lines, LineRule rule) {
        this.lines = lines;
        this.rule = rule;
    }

    /** The rule for the lines to come; may be changed when a line has ended. */
    void rule(LineRule next) {
        rule = next;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            take(octets[i]);
        }
    }

    /** The input ends; an unfinished line is handed over. */
    void finish() throws IOException {
        leaveCr();
        if (used > 0) {
            deliver(LineEnd.NONE);
        }
    }

    private void take(byte b) throws IOException {
        if (behindCr && b == '\n') {
            behindCr = false;
            deliver(LineEnd.CRLF);
            return;
        }
        leaveCr();
        if (b == '\r') {
            behindCr = true;
        } else if (b == '\n' && rule.bareLfEnds()) {
            deliver(LineEnd.LF);
        } else {
            put(b);
        }
    }

    /** A CR that no LF followed. */
    private void leaveCr() throws IOException {
        if (behindCr) {
            behindCr = false;
            if (rule.bareCrEnds()) {
                deliver(LineEnd.CR);
            } else {
                put('\r');
            }
        }
    }

    private void put(int b) throws IOException {
        if (used == piece.length) {
            deliver(LineEnd.MORE);
        }
        piece[used++] = (byte) b;
    }

    private void deliver(LineEnd end) throws IOException {
        int length = used;
        used = 0;
        boolean first = !within;
        within = end == LineEnd.MORE;
        if (first) {
            lines.start(piece, length, end);
        } else {
            lines.rest(piece, length, end);
        }
    }
}
