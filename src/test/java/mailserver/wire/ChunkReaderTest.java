package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import mailserver.Cuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3030 §2: the length alone says where a chunk ends. */
class ChunkReaderTest {
    @Test
    void rfc3030_2_every_short_text_reads_the_same_in_any_chunks() throws IOException {
        for (String text : Texts.upTo(7, ".a\r\n")) {
            String expected = text.replace("\r\n", "\n").replace('\r', '\n');
            for (List<byte[]> chunks : Cuts.several(text.getBytes(ISO_8859_1))) {
                assertEquals(expected, read(chunks, BareNewlines.NORMALIZE), () -> Texts.shown(text));
            }
        }
    }

    @Test
    void rfc5321_2_3_8_a_bare_line_end_is_refused_where_the_rule_says_so() throws IOException {
        for (String text : Texts.upTo(6, "a\r\n")) {
            boolean bare = text.replace("\r\n", "").matches("(?s).*[\r\n].*");
            for (List<byte[]> chunks : Cuts.several(text.getBytes(ISO_8859_1))) {
                var reader = new ChunkReader((octets, offset, length) -> {}, BareNewlines.REFUSE);
                for (byte[] chunk : chunks) {
                    reader.accept(chunk, 0, chunk.length);
                }
                reader.finish();
                assertEquals(bare, reader.refused(), () -> Texts.shown(text));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, -2, -1, 0, 1, 2, 3})
    void rfc3030_2_line_ends_are_found_across_the_edge_of_a_block(int shift) throws IOException {
        String text = "x".repeat(OctetBuffer.SIZE + shift) + "\r\n.\r\n\r\r\n..\r\n";
        String stored = "x".repeat(OctetBuffer.SIZE + shift) + "\n.\n\n\n..\n";
        assertEquals(stored, read(List.of(text.getBytes(ISO_8859_1)), BareNewlines.NORMALIZE));
        assertEquals(stored, read(Cuts.every(OctetBuffer.SIZE, text.getBytes(ISO_8859_1)), BareNewlines.NORMALIZE));
    }

    @Test
    void only_the_part_that_is_given_is_read() throws IOException {
        var out = new ByteArrayOutputStream();
        var reader = new ChunkReader(out::write, BareNewlines.NORMALIZE);
        reader.accept("..a\r..".getBytes(ISO_8859_1), 2, 2);
        assertEquals("a", out.toString(ISO_8859_1), "the CR may be half of a line end");
        reader.accept("\n.".getBytes(ISO_8859_1), 0, 1);
        reader.finish();
        assertEquals("a\n", out.toString(ISO_8859_1));
        assertFalse(reader.refused());
    }

    @Test
    void a_CR_at_the_very_end_is_a_bare_one() throws IOException {
        for (BareNewlines rule : BareNewlines.values()) {
            var reader = new ChunkReader((octets, offset, length) -> {}, rule);
            reader.accept(new byte[] {'\r'}, 0, 1);
            assertFalse(reader.refused());
            reader.finish();
            assertEquals(rule == BareNewlines.REFUSE, reader.refused());
        }
        assertEquals("a\n", read(List.of("a\r".getBytes(ISO_8859_1)), BareNewlines.NORMALIZE));
    }

    private static String read(List<byte[]> chunks, BareNewlines rule) throws IOException {
        var out = new ByteArrayOutputStream();
        var reader = new ChunkReader(out::write, rule);
        for (byte[] chunk : chunks) {
            reader.accept(chunk, 0, chunk.length);
        }
        reader.finish();
        return out.toString(ISO_8859_1);
    }
}
