package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import mailserver.Cuts;

/** Beside a reader that has the whole message at once. */
class ChunkReaderFuzzTest {
    @FuzzTest
    void stores_every_octet_of_a_message_but_the_CRs_of_its_line_ends(byte[] message) throws IOException {
        String text = new String(message, ISO_8859_1);
        for (List<byte[]> chunks : Cuts.several(message)) {
            var stored = new ByteArrayOutputStream();
            var reader = new ChunkReader(stored::write, BareNewlines.NORMALIZE);
            feed(reader, chunks);
            assertEquals(text.replaceAll("\\r\\n|\\r|\\n", "\n"), stored.toString(ISO_8859_1));
        }
    }

    @FuzzTest
    void refuses_just_what_has_a_bare_line_end(byte[] message) throws IOException {
        String text = new String(message, ISO_8859_1);
        boolean bare = text.replace("\r\n", "").matches("(?s).*[\\r\\n].*");
        for (List<byte[]> chunks : Cuts.several(message)) {
            var stored = new ByteArrayOutputStream();
            var reader = new ChunkReader(stored::write, BareNewlines.REFUSE);
            feed(reader, chunks);
            assertEquals(bare, reader.refused());
            if (!bare) {
                assertEquals(text.replace("\r\n", "\n"), stored.toString(ISO_8859_1));
            }
        }
    }

    private static void feed(ChunkReader reader, List<byte[]> chunks) throws IOException {
        for (byte[] chunk : chunks) {
            reader.accept(chunk, 0, chunk.length);
        }
        reader.finish();
    }
}
