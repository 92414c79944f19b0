package mailserver.mime;

import java.io.IOException;
import mailserver.mail.MessageTraits;
import mailserver.wire.OctetSink;

/** Finds the {@link MessageTraits} of a stored message as it goes by, at any split. */
public final class TraitsReader implements OctetSink {
    private final EightBitFinder headers = new EightBitFinder();
    private final EightBitFinder bodies = new EightBitFinder();
    private final Division division = new Division();
    private final MimeWalker walker = new MimeWalker(division, headers);

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        walker.write(octets, offset, length);
    }

    /** What the message is, all of which must have been written by now. */
    public MessageTraits finish() throws IOException {
        walker.finish();
        return new MessageTraits(division.mime, headers.found, bodies.found);
    }

    /** Changes nothing, and sends the two kinds of octets two ways. */
    private final class Division implements Conversion {
        private boolean behindFirstHeader;
        private boolean mime;

        @Override
        public LineRule textLines() {
            return LineRule.STORED;
        }

        @Override
        public boolean mayEnter(PartKind.Multipart multipart) {
            return true;
        }

        @Override
        public void container(MimeHeader header) throws IOException {
            if (!behindFirstHeader) {
                behindFirstHeader = true;
                mime = header.isMime();
            }
            header.writeAsItCame();
        }

        @Override
        public PartBody margin() {
            return new PartBody(textLines(), BodyWriter.plain(bodies));
        }

        @Override
        public PartBody body(MimeHeader header, PartKind kind) throws IOException {
            container(header);
            return margin();
        }
    }

    private static final class EightBitFinder implements OctetSink {
        private boolean found;

        @Override
        public void write(byte[] octets, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                found |= octets[i] < 0;
            }
        }
    }
}
