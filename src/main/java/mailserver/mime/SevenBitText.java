package mailserver.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Looks at stored text to tell what may stand in its header. */
final class SevenBitText {
    /** Names the charset of text of which nothing is known (RFC 1428 §3). */
    static final String UNKNOWN_CHARSET = "unknown-8bit";

    /** Octets of a line at the most, without its end. */
    private static final int MOST = 998;

    private SevenBitText() {}

    /** True for 7bit data (RFC 2045 §2.7): short lines of ASCII without NUL, and no CR but in a line end. */
    static boolean is(byte[] text) {
        int column = 0;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            boolean bareCr = b == '\r' && (i + 1 == text.length || text[i + 1] != '\n');
            column = b == '\n' ? 0 : column + 1;
            if (b <= 0 || bareCr || column > MOST) {
                return false;
            }
        }
        return true;
    }

    /** The charset of text with octets over 127, as far as its start can tell. */
    static String charset(byte[] start) {
        for (byte b : start) {
            if (b < 0) {
                return isUtf8(start) ? "utf-8" : UNKNOWN_CHARSET;
            }
        }
        return UNKNOWN_CHARSET;
    }

    /** A character that is cut off at the end is no fault. */
    private static boolean isUtf8(byte[] start) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return !decoder.decode(ByteBuffer.wrap(start), CharBuffer.allocate(start.length), false)
                .isError();
    }
}
