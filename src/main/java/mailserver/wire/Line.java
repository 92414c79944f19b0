package mailserver.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** One line as it came off the wire, without its line end. */
public sealed interface Line {
    /** A clean line: valid UTF-8, no NUL and no stray CR. It may hold other control characters. */
    record Text(String text) implements Line {}

    /**
     * A line with a NUL, a bare CR, or octets that are not UTF-8.
     *
     * @param text a readable rendering with replacement characters, for people only
     */
    record Garbled(String text) implements Line {}

    /**
     * A line over the limit. It was read to its end; the next line starts clean.
     *
     * @param start as much of it as the limit allows, with replacement characters for what is not UTF-8; the rest is lost
     */
    record TooLong(String start) implements Line {
        static TooLong of(byte[] octets, int most) {
            return new TooLong(new String(octets, 0, most, StandardCharsets.UTF_8));
        }
    }

    /** A line so far over any limit that its end was not waited for. The connection is of no more use. */
    record Endless() implements Line {}

    /** The other side closed its half of the connection, perhaps in the middle of a line. */
    record End() implements Line {}

    /**
     * What stands in a line.
     *
     * @param octets all that stood before its LF
     * @param most   the longest line in octets, its end not counted
     */
    static Line of(byte[] octets, int most) {
        int length = octets.length;
        if (length > 0 && octets[length - 1] == '\r') {
            length--;
        }
        if (length > most) {
            return TooLong.of(octets, most);
        }
        for (int i = 0; i < length; i++) {
            if (octets[i] == 0 || octets[i] == '\r') {
                return new Garbled(new String(octets, 0, length, StandardCharsets.UTF_8));
            }
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets, 0, length));
            return new Text(text.toString());
        } catch (CharacterCodingException e) {
            return new Garbled(new String(octets, 0, length, StandardCharsets.UTF_8));
        }
    }
}
