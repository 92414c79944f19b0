package mailserver.wire;

import java.io.IOException;

/** Takes octets in blocks. The array belongs to the caller again when the call returns. */
@FunctionalInterface
public interface OctetSink {
    void write(byte[] octets, int offset, int length) throws IOException;
}
