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
        TEXT,
        /** Behind CRLF and a dot that is not passed on. */
        DOT,
        /** Behind CRLF, dot and CR, neither passed on. */
        DOT_CR,
        DONE
    }

    private final LineEnds lines;
    private State state = State.TEXT;

    public DataReader(OctetSink sink, BareNewlines rule) {
        this.lines = new LineEnds(sink, rule);
    }

    public boolean done() {
        return state == State.DONE;
    }

    /** True when the rule refuses this message. Its sink has not got all of it; the data is read to its end all the same. */
    public boolean refused() {
        return lines.refused();
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
            if (state == State.TEXT && !beginsWithDot(input[i])) {
                i = lines.take(input, i, end);
            } else {
                takeAtDot(input[i++]);
            }
        }
        lines.flush();
        return i - offset;
    }

    private boolean beginsWithDot(byte b) {
        return b == '.' && lines.behindCrlf();
    }

    private void takeAtDot(byte b) throws IOException {
        switch (state) {
            case TEXT -> state = State.DOT;
            case DOT -> {
                if (b == '\r') {
                    state = State.DOT_CR;
                } else {
                    // The first dot was stuffing; what follows is the line.
                    state = State.TEXT;
                    lines.take(b);
                }
            }
            case DOT_CR -> {
                if (b == '\n') {
                    state = State.DONE;
                } else {
                    state = State.TEXT;
                    lines.take((byte) '\r');
                    lines.take(b);
                }
            }
            case DONE -> throw new IllegalStateException("data after its end");
        }
    }
}
