package mailserver.smtp.client.message;

import java.io.IOException;
import mailserver.wire.OctetSink;

/**
 * Passes on the end of a message, exactly as much of it as was announced: one octet too many, and the peer would take
 * it for a command.
 */
public final class LastChunk implements OctetSink {
    private final long from;
    private final long end;
    private final OctetSink sink;
    private long seen;

    public LastChunk(long from, long end, OctetSink sink) {
        this.from = from;
        this.end = end;
        this.sink = sink;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (seen + length > end) {
            throw changed();
        }
        int skipped = Math.clamp(from - seen, 0, length);
        if (skipped < length) {
            sink.write(octets, offset + skipped, length - skipped);
        }
        seen += length;
    }

    /** Called when there is no more. */
    public void finish() throws IOException {
        if (seen != end) {
            throw changed();
        }
    }

    private static IOException changed() {
        return new IOException("the stored message has changed while it was being sent");
    }
}
