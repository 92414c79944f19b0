package mailserver.wire.foreign;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Knows other protocols by their first octets, where a line may never end. */
public final class ForeignOctets {
    /** Enough to know each by. */
    static final int ENOUGH = 16;
    /** The content type of a handshake record (RFC 8446 §5.1). */
    private static final byte HANDSHAKE = 0x16;
    /** The signature of version 2 begins with line ends, as if somebody had but pressed a key, and goes on with a NUL. */
    private static final byte[] PROXY_2 = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

    private ForeignOctets() {}

    /** @param first what stands at the start of a line, an octet of it at least */
    static Optional<ForeignProtocol> recognize(byte[] first) {
        if (isTls(first)) {
            return Optional.of(ForeignProtocol.TLS);
        }
        // Of no use to wait for the rest: five octets of it are in no dialogue.
        int known = Math.min(first.length, PROXY_2.length);
        if (known > 4 && Arrays.equals(first, 0, known, PROXY_2, 0, known)) {
            return Optional.of(ForeignProtocol.PROXY);
        }
        return isText(first[0]) ? Optional.empty() : Optional.of(ForeignProtocol.BINARY);
    }

    /** Whether a client begins a TLS handshake. */
    public static boolean isTls(byte[] first) {
        return first[0] == HANDSHAKE;
    }

    /**
     * No letter begins with one of the others: they are control characters, or the middle of a letter in UTF-8. ESC is of somebody's
     * arrow keys, and what is above may be a slip, or the options of a telnet.
     */
    private static boolean isText(byte octet) {
        int c = octet & 0xff;
        return c >= ' ' && c < 0x80 || c > 0xc1 || c == '\t' || c == '\r' || c == '\n' || c == 0x1b;
    }
}
