package mailserver.mime;

import java.io.IOException;
import mailserver.wire.OctetSink;

/**
 * Encodes the parts of a message anew as it streams by, so that it can go where its octets can't (RFC 2045, RFC 2046).
 * The result is the same at any split of the input. Both ways give text with LF line ends. Header fields stay as they
 * are, raw octets over 127 included, but for Content-Transfer-Encoding.
 *
 * <p>No message makes it hold as much as 1 MiB. It does not look into multiparts more than 100 deep, at boundaries over
 * 256 octets, or at a header with over 64 KiB behind its Content-Transfer-Encoding; such a part goes out as it came.
 */
public final class TransferEncoder implements OctetSink {
    /** What comes in, and what goes out. */
    public enum Into {
        /**
         * From stored text to ASCII, for a peer without 8BITMIME (RFC 6152 §3). Text that isn't 7bit becomes
         * quoted-printable, other content base64, whatever the label says; a part over 128 KiB is not looked through
         * and is encoded all the same. Octets over 127 where they mean nothing, before and behind the parts of a
         * multipart and in base64, become question marks.
         *
         * <p>What may not be changed is not: all of a multipart/signed or multipart/encrypted (RFC 1847 §2), message
         * types other than message/rfc822, which is looked into, and message/global, and what has an encoding that
         * nobody knows. {@link #eightBitLeft()} then tells whether that made a difference.
         *
         * <p>A message that isn't MIME becomes it if it must; its charset is utf-8 if it looks like it, else
         * unknown-8bit (RFC 1428).
         */
        SEVEN_BIT,
        /**
         * From the octets that came with BODY=BINARYMIME to text that can be stored (RFC 3030 §3). Binary parts become
         * base64, and each octet of them is kept; only CRLF counts as a line end there. Everywhere else each line end
         * becomes LF, the bare ones, too.
         */
        EIGHT_BIT
    }

    private final Conversion conversion;
    private final MimeWalker walker;

    public TransferEncoder(Into into, OctetSink out) {
        this.conversion = switch (into) {
            case SEVEN_BIT -> new ToSevenBit(out);
            case EIGHT_BIT -> new ToEightBit(out);
        };
        this.walker = new MimeWalker(conversion, out);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        walker.write(octets, offset, length);
    }

    /** The message is over. Before this some of it may not have gone out. */
    public void finish() throws IOException {
        walker.finish();
    }

    /**
     * After {@link Into#SEVEN_BIT}, true when a part that may not be changed holds octets over 127 still: a peer that
     * takes only 7 bits must not get it (RFC 6152 §3). Header fields count only if they are within such a part.
     */
    public boolean eightBitLeft() {
        return conversion.eightBitLeft();
    }
}
