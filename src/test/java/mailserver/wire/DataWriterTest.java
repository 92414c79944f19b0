package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import mailserver.Cuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321 §4.5.2 and RFC 1939 §3, the sending side. */
class DataWriterTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
                    ''                  | .\\r\\n
                    a\\n                | a\\r\\n.\\r\\n
                    .\\n                | ..\\r\\n.\\r\\n
                    \\n.\\n\\n..a\\n    | \\r\\n..\\r\\n\\r\\n...a\\r\\n.\\r\\n
                    a.\\n               | a.\\r\\n.\\r\\n
                    a                   | a\\r\\n.\\r\\n
                    .                   | ..\\r\\n.\\r\\n
                    a\\r\\nb\\n.c       | a\\r\\nb\\r\\n..c\\r\\n.\\r\\n
                    a\\r                | a\\r\\r\\n.\\r\\n
                    """, delimiter = '|')
    void rfc5321_4_5_2_a_dot_in_front_is_doubled_and_the_last_line_ends(String stored, String wire) throws IOException {
        byte[] octets = Texts.read(stored).getBytes(ISO_8859_1);
        for (List<byte[]> pieces : Cuts.several(octets)) {
            assertEquals(Texts.read(wire), written(pieces).toString(ISO_8859_1));
        }
    }

    @Test
    void rfc5321_4_5_2_what_the_writer_stuffs_the_reader_undoes_for_every_short_text() throws IOException {
        for (String text : Texts.upTo(7, ".a\n")) {
            String stored = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
            for (List<byte[]> pieces : Cuts.several(text.getBytes(ISO_8859_1))) {
                assertEquals(stored, readBack(written(pieces)), () -> Texts.shown(text));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-4, -3, -2, -1, 0, 1, 2, 3, 4})
    void rfc5321_4_5_2_dots_are_doubled_across_the_edge_of_a_block(int shift) throws IOException {
        String text =
                "x".repeat(OctetBuffer.SIZE + shift) + "\n.\n..\n" + ".\n".repeat(5000) + "\n.".repeat(5000) + "\n";
        for (int size : new int[] {text.length(), OctetBuffer.SIZE, OctetBuffer.SIZE - 1, 1000}) {
            assertEquals(text, readBack(written(Cuts.every(size, text.getBytes(ISO_8859_1)))));
        }
    }

    @Test
    void rfc5321_4_5_2_a_long_text_is_written_the_same_in_one_block_and_octet_by_octet() throws IOException {
        var random = new Random(1939);
        for (int round = 0; round < 300; round++) {
            byte[] text = Texts.random(random, 1 + random.nextInt(60));
            assertArrayEquals(
                    written(Cuts.every(1, text)).toByteArray(),
                    written(List.of(text)).toByteArray());
        }
    }

    private static ByteArrayOutputStream written(List<byte[]> pieces) throws IOException {
        var wire = new ByteArrayOutputStream();
        var writer = new DataWriter(wire::write);
        for (byte[] piece : pieces) {
            writer.write(piece, 0, piece.length);
        }
        writer.finish();
        return wire;
    }

    private static String readBack(ByteArrayOutputStream wire) throws IOException {
        var out = new ByteArrayOutputStream();
        var reader = new DataReader(out::write, BareNewlines.REFUSE);
        assertEquals(
                wire.size(), reader.accept(wire.toByteArray(), 0, wire.size()), "the end is where the writer put it");
        assertTrue(reader.done() && !reader.refused());
        return out.toString(ISO_8859_1);
    }
}
