package mailserver.wire;

import java.io.IOException;

/**
 * Undoes dot-stuffing and turns line ends to LF, at any split of the input (RFC 5321 §4.5.2).
 *
 * <p>Only CRLF {@code .} CRLF ends the data. A bare LF or a bare CR becomes a line end of the message, but the line after
 * it is plain text: a dot there neither ends the data nor is taken away. What one server takes for the end and another
 * doesn't is how a second message is smuggled past the first one's checks.
 */
public final class DataReader {
    private enum State {
        /** Within a line. */
        TEXT,
        /** Behind a CR that is not written yet. */
        CR,
        /** Behind a CRLF: a dot here means something. */
        LINE_START,
        /** Behind CRLF and a dot that is not written. */
        DOT,
        /** Behind CRLF, dot and CR, neither written. */
        DOT_CR,
        DONE
    }

    private static final int BLOCK = 8 * 1024;

    private final Sink sink;
    private final byte[] block = new byte[BLOCK];
    private int used;
    // The data begins behind the CRLF of the DATA command, so an empty message is ".CRLF" alone.
    private State state = State.LINE_START;

    public DataReader(Sink sink) {
        this.sink = sink;
    }

    public boolean done() {
        return state == State.DONE;
    }

    /**
     * Takes input up to the end of the data.
     *
     * @return how many octets were taken: all of them, unless the data ended within
     */
    public int accept(byte[] input, int offset, int length) throws IOException {
        int end = offset + length;
        int i = offset;
        while (i < end && state != State.DONE) {
            byte b = input[i++];
            switch (state) {
                case TEXT -> text(b);
                case CR -> {
                    put('\n');
                    if (b == '\n') {
                        state = State.LINE_START;
                    } else {
                        text(b);
                    }
                }
                case LINE_START -> {
                    if (b == '.') {
                        state = State.DOT;
                    } else {
                        text(b);
                    }
                }
                case DOT -> {
                    if (b == '\r') {
                        state = State.DOT_CR;
                    } else {
                        // The first dot was stuffing; what follows is the line.
                        text(b);
                    }
                }
                case DOT_CR -> {
                    if (b == '\n') {
                        state = State.DONE;
                    } else {
                        put('\n');
                        text(b);
                    }
                }
                case DONE -> throw new IllegalStateException("data after its end");
            }
        }
        if (used > 0) {
            sink.write(block, 0, used);
            used = 0;
        }
        return i - offset;
    }

    private void text(byte b) throws IOException {
        if (b == '\r') {
            state = State.CR;
        } else {
            state = State.TEXT;
            put(b);
        }
    }

    private void put(int b) throws IOException {
        if (used == block.length) {
            sink.write(block, 0, used);
            used = 0;
        }
        block[used++] = (byte) b;
    }
}
