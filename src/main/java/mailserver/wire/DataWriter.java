package mailserver.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes stored text as dot-terminated data: as {@link CrlfWriter} does, with a dot at the start of a line doubled, and
 * {@link #finish()} ends it (RFC 5321 §4.5.2, RFC 1939 §3).
 */
public final class DataWriter implements OctetSink {
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OctetSink sink;
    private final CrlfWriter lines;

    public DataWriter(OctetSink sink) {
        this.sink = sink;
        this.lines = new CrlfWriter(sink, true);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        lines.write(octets, offset, length);
    }

    /** Ends the last line if the text did not, and writes the final dot. */
    public void finish() throws IOException {
        lines.finish();
        sink.write(END, 0, END.length);
    }
}
