package mailserver.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** What is to be sent on a connection and wasn't yet. It grows with what is written before it is sent, up to a bound. */
final class OutputBuffer {
    private final Deadlines deadlines;
    private OutputStream out;
    private byte[] output = new byte[InputBuffer.SMALL];
    private int pending;

    OutputBuffer(Deadlines deadlines, OutputStream out) {
        this.deadlines = deadlines;
        this.out = out;
    }

    void writeTo(OutputStream other) {
        out = other;
    }

    /** Queues octets; sends when the buffer is full. */
    void write(byte[] octets, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (pending == output.length) {
                if (output.length < InputBuffer.LARGE) {
                    output = Arrays.copyOf(output, InputBuffer.grown(output.length));
                } else {
                    flush();
                }
            }
            int part = Math.min(left, output.length - pending);
            System.arraycopy(octets, from, output, pending, part);
            pending += part;
            from += part;
            left -= part;
        }
    }

    /** Sends all that is queued. */
    void flush() throws IOException {
        if (pending == 0) {
            return;
        }
        int length = pending;
        // What can't be sent now can't be sent later: whoever reads on, for a last reply, must not meet it again.
        pending = 0;
        deadlines.beginWrite();
        try {
            out.write(output, 0, length);
        } finally {
            deadlines.written();
        }
    }

    /** Gives a grown buffer back, when all is sent. */
    void shrink() {
        if (output.length > InputBuffer.SMALL) {
            output = new byte[InputBuffer.SMALL];
        }
    }
}
