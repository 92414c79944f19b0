package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mailserver.Cuts;
import mailserver.PiecewiseSocket;

class ConnectionFuzzTest {
    /** So short that the limit is often met. */
    private static final int MOST = 20;

    @FuzzTest
    void lines_are_the_same_however_they_come(byte[] octets) throws IOException {
        List<Line> expected = reference(new String(octets, ISO_8859_1));
        for (List<byte[]> pieces : Cuts.several(octets)) {
            var connection = new Connection(new PiecewiseSocket(pieces));
            var lines = new ArrayList<Line>();
            do {
                lines.add(connection.readLine(MOST));
            } while (!(lines.getLast() instanceof Line.End));
            assertEquals(expected, lines);
        }
    }

    private static List<Line> reference(String input) {
        var lines = new ArrayList<Line>();
        String[] pieces = input.split("\n", -1);
        for (String piece : Arrays.copyOf(pieces, pieces.length - 1)) {
            lines.add(line(piece.endsWith("\r") ? piece.substring(0, piece.length() - 1) : piece));
        }
        // What has no end is no line.
        lines.add(new Line.End());
        return lines;
    }

    private static Line line(String piece) {
        String text = new String(piece.getBytes(ISO_8859_1), UTF_8);
        boolean isUtf8 = new String(text.getBytes(UTF_8), ISO_8859_1).equals(piece);
        if (piece.length() > MOST) {
            return new Line.TooLong(new String(piece.substring(0, MOST).getBytes(ISO_8859_1), UTF_8));
        }
        return isUtf8 && !piece.contains("\r") && !piece.contains("\0") ? new Line.Text(text) : new Line.Garbled(text);
    }
}
