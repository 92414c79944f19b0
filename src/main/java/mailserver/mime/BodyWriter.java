package mailserver.mime;

import java.io.IOException;
import mailserver.wire.OctetSink;

/** Writes the body of one part, which comes at any split. */
interface BodyWriter extends OctetSink {
    /** The part ends before a delimiter, whose own line end is written by others (RFC 2046 §5.1.1). */
    void end() throws IOException;

    /** The part ends because the whole input does. */
    default void endOfInput() throws IOException {
        end();
    }

    /** A body that goes on as it is. */
    static BodyWriter plain(OctetSink out) {
        return new BodyWriter() {
            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                out.write(octets, offset, length);
            }

            @Override
            public void end() {}
        };
    }
}
