package mailserver.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds line ends in large blocks, eight octets at a step: every octet of every message goes through here several times. */
public final class LineScan {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = ONES * '\n';
    private static final long CARRIAGE_RETURNS = ONES * '\r';

    private LineScan() {}

    /** @return where the first LF is from {@code from} on, and {@code to} if there is none before it */
    public static int lineFeed(byte[] octets, int from, int to) {
        ByteBuffer words = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        int i = from;
        while (i <= to - Long.BYTES) {
            long found = zeros(words.getLong(i) ^ LINE_FEEDS);
            if (found != 0) {
                return i + first(found);
            }
            i += Long.BYTES;
        }
        while (i < to && octets[i] != '\n') {
            i++;
        }
        return i;
    }

    /** @return where the first CR or LF is from {@code from} on, and {@code to} if there is none before it */
    static int lineEnd(byte[] octets, int from, int to) {
        ByteBuffer words = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        int i = from;
        while (i <= to - Long.BYTES) {
            long word = words.getLong(i);
            long found = zeros(word ^ LINE_FEEDS) | zeros(word ^ CARRIAGE_RETURNS);
            if (found != 0) {
                return i + first(found);
            }
            i += Long.BYTES;
        }
        while (i < to && octets[i] != '\n' && octets[i] != '\r') {
            i++;
        }
        return i;
    }

    /** The high bit of every octet that is 0, and perhaps of some above the lowest of these; never of one below. */
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    private static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
}
