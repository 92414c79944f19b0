package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import mailserver.Cuts;

/** Beside a reader that has all the input at once and so is easy to get right. */
class DataReaderFuzzTest {
    private static final String END = "\r\n.\r\n";

    /** @param taken how many octets belong to the data, its end included */
    private record Read(boolean done, int taken, boolean refused, String stored) {}

    @FuzzTest
    void reads_what_RFC5321_4_5_2_says_however_it_is_cut(byte[] input) throws IOException {
        Read whole = reference(new String(input, ISO_8859_1));
        for (List<byte[]> pieces : Cuts.several(input)) {
            Read read = read(pieces, BareNewlines.NORMALIZE);
            assertEquals(whole.done(), read.done());
            assertEquals(whole.taken(), read.taken());
            if (whole.done()) {
                assertEquals(whole.stored(), read.stored());
            } else {
                // The end of what has come may yet turn out to be something else.
                assertTrue(whole.stored().startsWith(read.stored()));
            }
        }
    }

    @FuzzTest
    void refuses_just_what_has_a_bare_line_end_and_finds_the_same_end(byte[] input) throws IOException {
        Read whole = reference(new String(input, ISO_8859_1));
        for (List<byte[]> pieces : Cuts.several(input)) {
            Read read = read(pieces, BareNewlines.REFUSE);
            assertEquals(whole.done(), read.done());
            assertEquals(whole.taken(), read.taken());
            if (whole.done()) {
                assertEquals(whole.refused(), read.refused());
                if (!whole.refused()) {
                    assertEquals(whole.stored(), read.stored());
                }
            }
        }
    }

    private static Read reference(String input) {
        // The data begins behind the CRLF of the command.
        String stream = "\r\n" + input;
        int end = stream.indexOf(END);
        String lines = end < 0 ? stream : stream.substring(0, end + 2);
        String unstuffed = lines.replace("\r\n.", "\r\n").substring(2);
        boolean bare = unstuffed.replace("\r\n", "").matches("(?s).*[\\r\\n].*");
        String stored = unstuffed.replaceAll("\\r\\n|\\r|\\n", "\n");
        return new Read(end >= 0, end < 0 ? input.length() : end - 2 + END.length(), bare, stored);
    }

    private static Read read(List<byte[]> pieces, BareNewlines rule) throws IOException {
        var stored = new ByteArrayOutputStream();
        var reader = new DataReader(stored::write, rule);
        int taken = 0;
        for (byte[] piece : pieces) {
            taken += reader.accept(piece, 0, piece.length);
        }
        return new Read(reader.done(), taken, reader.refused(), stored.toString(ISO_8859_1));
    }
}
