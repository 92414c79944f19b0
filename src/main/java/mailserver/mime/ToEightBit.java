package mailserver.mime;

import java.io.IOException;
import mailserver.wire.OctetSink;

/** Makes a message with binary parts one of lines (RFC 3030 §3): those parts become base64, the rest stays. */
final class ToEightBit implements Conversion {
    private final OctetSink out;

    ToEightBit(OctetSink out) {
        this.out = out;
    }

    @Override
    public LineRule textLines() {
        return LineRule.WIRE;
    }

    /** Signed parts, too: a binary one can't be stored as it is, and then its octets count more than their wrapping. */
    @Override
    public boolean mayEnter(PartKind.Multipart multipart) {
        return true;
    }

    @Override
    public void container(MimeHeader header) throws IOException {
        if (header.encoding() == TransferEncoding.BINARY) {
            header.writeWith(TransferEncoding.EIGHT_BIT, SevenBitText.UNKNOWN_CHARSET);
        } else {
            header.writeAsItCame();
        }
    }

    @Override
    public PartBody margin() {
        return new PartBody(textLines(), BodyWriter.plain(out));
    }

    @Override
    public PartBody body(MimeHeader header, PartKind kind) throws IOException {
        if (kind instanceof PartKind.Leaf && header.encoding() == TransferEncoding.BINARY) {
            header.writeWith(TransferEncoding.BASE64, SevenBitText.UNKNOWN_CHARSET);
            return new PartBody(LineRule.BINARY, new Base64Lines(out));
        }
        container(header);
        return margin();
    }
}
