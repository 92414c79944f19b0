package mailserver.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineScanTest {
    /** Near LF and CR in value, or the same but for one bit: what eight octets at a step could take for one of them. */
    private static final byte[] ALIKE = {
        '\n', '\r', '\n' + 1, '\r' + 1, '\n' - 1, '\r' - 1, (byte) ('\n' | 0x80), (byte) ('\r' | 0x80), 0, 1, -1, 'a'
    };

    @Test
    void finds_what_a_loop_octet_by_octet_finds_wherever_it_begins_and_ends() {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[random.nextInt(40)];
            for (int i = 0; i < octets.length; i++) {
                // Mostly plain text, or nothing would be found but at the very beginning.
                boolean plain = random.nextInt(8) > 0;
                octets[i] = plain ? ALIKE[2 + random.nextInt(ALIKE.length - 2)] : ALIKE[random.nextInt(2)];
            }
            int from = random.nextInt(octets.length + 1);
            int to = from + random.nextInt(octets.length - from + 1);
            assertEquals(slowly(octets, from, to, '\n', '\n'), LineScan.lineFeed(octets, from, to));
            assertEquals(slowly(octets, from, to, '\n', '\r'), LineScan.lineEnd(octets, from, to));
        }
    }

    private static int slowly(byte[] octets, int from, int to, char one, char other) {
        int i = from;
        while (i < to && octets[i] != one && octets[i] != other) {
            i++;
        }
        return i;
    }
}
