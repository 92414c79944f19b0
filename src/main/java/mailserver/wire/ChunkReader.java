package mailserver.wire;

import java.io.IOException;

/**
 * Turns the line ends of a message that comes in chunks to LF, at any split of the input (RFC 3030 §2). The chunks' lengths
 * alone say where it ends: a dot means nothing here.
 */
public final class ChunkReader {
    private final LineEnds lines;

    public ChunkReader(OctetSink sink, BareNewlines rule) {
        this.lines = new LineEnds(sink, rule);
    }

    public void accept(byte[] octets, int offset, int length) throws IOException {
        int end = offset + length;
        int next = offset;
        while (next < end) {
            next = lines.take(octets, next, end);
        }
        lines.flush();
    }

    /** To be called behind the last chunk. */
    public void finish() throws IOException {
        lines.finish();
    }

    /** True when the rule refuses this message. Its sink has not got all of it. */
    public boolean refused() {
        return lines.refused();
    }
}
