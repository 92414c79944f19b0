package mailserver.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What is to be sent on a connection and wasn't yet. It grows with what is written before it is sent, up to a bound. */
final class OutputBuffer {
    private final Deadlines deadlines;
    private OutputStream out;
    private byte[] output = new byte[InputBuffer.SMALL];
    private int pending;
    private Interference interference = Interference.NONE;

    OutputBuffer(Deadlines deadlines, OutputStream out) {
        this.deadlines = deadlines;
        this.out = out;
    }

    void interfere(Interference other) {
        interference = other;
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
        if (interference == Interference.NONE) {
            send(output, 0, length);
            return;
        }
        Interference.Sending sending = interference.sending();
        byte[] octets = sending.text()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElse(output);
        sendSlowly(octets, sending.text().isPresent() ? octets.length : length, sending.octetsPerSecond());
        interference.sent();
    }

    private void send(byte[] octets, int offset, int length) throws IOException {
        deadlines.beginWrite();
        try {
            out.write(octets, offset, length);
        } finally {
            deadlines.written();
        }
    }

    private void sendSlowly(byte[] octets, int length, long perSecond) throws IOException {
        if (perSecond == 0) {
            send(octets, 0, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            send(octets, i, 1);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / perSecond);
        }
    }

    /** Gives a grown buffer back, when all is sent. */
    void shrink() {
        if (output.length > InputBuffer.SMALL) {
            output = new byte[InputBuffer.SMALL];
        }
    }
}
