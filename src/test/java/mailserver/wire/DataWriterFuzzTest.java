package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import mailserver.Cuts;

class DataWriterFuzzTest {
    @FuzzTest
    void what_is_written_is_read_back_with_its_line_ends_as_LF(byte[] stored) throws IOException {
        String text = new String(stored, ISO_8859_1);
        String whole = text.isEmpty() || text.endsWith("\n") ? text : text + "\r\n";
        for (List<byte[]> blocks : Cuts.several(stored)) {
            var wire = new ByteArrayOutputStream();
            var writer = new DataWriter(wire::write);
            for (byte[] block : blocks) {
                writer.write(block, 0, block.length);
            }
            writer.finish();
            assertEquals(whole.replaceAll("\\r\\n|\\r|\\n", "\n"), readBack(wire.toByteArray()));
        }
    }

    private static String readBack(byte[] wire) throws IOException {
        var back = new ByteArrayOutputStream();
        var reader = new DataReader(back::write, BareNewlines.NORMALIZE);
        assertEquals(wire.length, reader.accept(wire, 0, wire.length), "the data ends before it should");
        assertTrue(reader.done());
        return back.toString(ISO_8859_1);
    }
}
