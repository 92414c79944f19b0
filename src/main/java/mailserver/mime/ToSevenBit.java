package mailserver.mime;

import java.io.IOException;
import mailserver.wire.OctetSink;

/** Makes stored text fit for a peer without 8BITMIME (RFC 6152 §3). */
final class ToSevenBit implements Conversion {
    private final OctetSink out;
    private boolean eightBitLeft;

    ToSevenBit(OctetSink out) {
        this.out = out;
    }

    @Override
    public boolean eightBitLeft() {
        return eightBitLeft;
    }

    @Override
    public LineRule textLines() {
        return LineRule.STORED;
    }

    @Override
    public boolean mayEnter(PartKind.Multipart multipart) {
        return !multipart.isSealed();
    }

    @Override
    public void container(MimeHeader header) throws IOException {
        switch (header.encoding()) {
            case EIGHT_BIT, BINARY -> header.writeWith(TransferEncoding.SEVEN_BIT, "us-ascii");
            case SEVEN_BIT, QUOTED_PRINTABLE, BASE64, UNKNOWN -> header.writeDivided();
        }
    }

    @Override
    public PartBody margin() {
        return new PartBody(textLines(), new AsciiOnly(out));
    }

    @Override
    public PartBody body(MimeHeader header, PartKind kind) throws IOException {
        return new PartBody(textLines(), writer(header, kind));
    }

    private BodyWriter writer(MimeHeader header, PartKind kind) throws IOException {
        // A multipart is not encoded, whatever it says (RFC 2045 §6.4).
        var encoding = kind instanceof PartKind.Multipart ? TransferEncoding.SEVEN_BIT : header.encoding();
        return switch (encoding) {
            case SEVEN_BIT, EIGHT_BIT, BINARY -> new HeldBody(new Deciding(header, kind));
            case QUOTED_PRINTABLE -> {
                header.writeDivided();
                yield new QuotedPrintableRepair(out);
            }
            case BASE64 -> {
                header.writeDivided();
                yield new AsciiOnly(out);
            }
            case UNKNOWN -> asItIs(header);
        };
    }

    private BodyWriter asItIs(MimeHeader header) throws IOException {
        header.writeAsItCame();
        return BodyWriter.plain((octets, offset, length) -> {
            for (int i = offset; i < offset + length; i++) {
                eightBitLeft |= octets[i] < 0;
            }
            out.write(octets, offset, length);
        });
    }

    private BodyWriter encoded(MimeHeader header, TransferEncoding encoding, byte[] start) throws IOException {
        header.writeWith(encoding, SevenBitText.charset(start));
        return encoding == TransferEncoding.QUOTED_PRINTABLE
                ? new QuotedPrintable(out)
                : new CanonicalLines(new Base64Lines(out));
    }

    /** The label of a part says little: many are called 8bit and are ASCII, some are called nothing and are not. */
    private final class Deciding implements HeldBody.Choice {
        private final MimeHeader header;
        private final PartKind kind;

        Deciding(MimeHeader header, PartKind kind) {
            this.header = header;
            this.kind = kind;
        }

        @Override
        public BodyWriter whole(byte[] body) throws IOException {
            if (SevenBitText.is(body)) {
                if (header.encoding() == TransferEncoding.SEVEN_BIT) {
                    header.writeAsItCame();
                } else {
                    container(header);
                }
                return BodyWriter.plain(out);
            }
            return beginning(body);
        }

        /** Of a body that is not at hand to its end nobody knows what is in it; encoded it is safe whatever comes. */
        @Override
        public BodyWriter beginning(byte[] start) throws IOException {
            return switch (kind) {
                case PartKind.Leaf(TransferEncoding best) -> encoded(header, best, start);
                case PartKind.Multipart m -> asItIs(header);
                case PartKind.Message m -> asItIs(header);
                case PartKind.Fixed f -> asItIs(header);
            };
        }
    }
}
