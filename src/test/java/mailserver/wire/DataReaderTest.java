package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mailserver.Cuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321 §4.5.2, at every split of the input. */
class DataReaderTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
                    .\\r\\n                          | ''
                    a\\r\\n.\\r\\n                   | a\\n
                    a\\r\\n..\\r\\n.\\r\\n           | a\\n.\\n
                    ..a\\r\\n...\\r\\n.\\r\\n        | .a\\n..\\n
                    \\r\\n\\r\\n.\\r\\n              | \\n\\n
                    a\\nb\\r\\n.\\r\\n               | a\\nb\\n
                    a\\rb\\r\\n.\\r\\n               | a\\nb\\n
                    a\\r\\r\\n.\\r\\n                | a\\n\\n
                    a\\n.\\r\\nb\\r\\n.\\r\\n        | a\\n.\\nb\\n
                    a\\n.\\nb\\r\\n.\\r\\n           | a\\n.\\nb\\n
                    a\\r.\\rb\\r\\n.\\r\\n           | a\\n.\\nb\\n
                    a\\r\\n.\\nb\\r\\n.\\r\\n        | a\\n\\nb\\n
                    a\\r\\n.\\rb\\r\\n.\\r\\n        | a\\n\\nb\\n
                    .a\\r\\n.b\\r\\n.\\r\\n          | a\\nb\\n
                    """, delimiter = '|')
    void only_CRLF_dot_CRLF_ends_the_data_however_it_is_cut(String wire, String stored) throws IOException {
        String input = Texts.read(wire) + "NOOP\r\n";
        for (int cut = 0; cut <= input.length(); cut++) {
            var out = new ByteArrayOutputStream();
            var reader = new DataReader(out::write, BareNewlines.NORMALIZE);
            byte[] octets = input.getBytes(ISO_8859_1);
            int taken = reader.accept(octets, 0, cut);
            if (!reader.done()) {
                taken += reader.accept(octets, taken, octets.length - taken);
            }
            assertTrue(reader.done(), () -> "no end in " + wire);
            assertEquals(Texts.read(stored), out.toString(ISO_8859_1), "cut at " + cut);
            assertEquals("NOOP\r\n", input.substring(taken), "the command after the data stays, cut at " + cut);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".\r", "a\r\n.", "a\n.\n", "a\r.\r", "a\n.\r\n", "a\r\n.\n", ".\n"})
    void nothing_else_ends_it(String wire) throws IOException {
        var reader = new DataReader((octets, offset, length) -> {}, BareNewlines.NORMALIZE);
        byte[] octets = wire.getBytes(ISO_8859_1);
        assertEquals(octets.length, reader.accept(octets, 0, octets.length));
        assertFalse(reader.done());
    }

    @Test
    void rfc5321_4_5_2_every_short_text_reads_the_same_however_it_is_cut() throws IOException {
        for (String text : Texts.upTo(6, ".a\r\n")) {
            String input = text + "\r\n.\r\nNOOP\r\n";
            String marked = input.replace("\r\n", "|");
            int end = marked.startsWith(".|") ? 0 : marked.indexOf("|.|") + 1;
            String stored =
                    marked.substring(0, end).replaceAll("(^|\\|)\\.", "$1").replaceAll("[|\r\n]", "\n");
            String left = marked.substring(end + 2).replace("|", "\r\n");
            for (List<byte[]> pieces : Cuts.several(input.getBytes(ISO_8859_1))) {
                assertEquals(
                        new Read(stored, left, false), read(pieces, BareNewlines.NORMALIZE), () -> Texts.shown(text));
            }
        }
    }

    private record Read(String stored, String left, boolean refused) {}

    private static Read read(List<byte[]> pieces, BareNewlines rule) throws IOException {
        var out = new ByteArrayOutputStream();
        var left = new ByteArrayOutputStream();
        var reader = new DataReader(out::write, rule);
        for (byte[] piece : pieces) {
            int taken = reader.done() ? 0 : reader.accept(piece, 0, piece.length);
            left.write(piece, taken, piece.length - taken);
        }
        assertTrue(reader.done());
        return new Read(out.toString(ISO_8859_1), left.toString(ISO_8859_1), reader.refused());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\r\n", "a\n.\r\n", "\r\n.\n", "\r\n.\r", "\n.\n", "..\n", "\r\n.\ra"})
    void rfc5321_2_3_8_a_bare_line_end_is_refused_at_the_true_end_where_the_rule_says_so(String bare)
            throws IOException {
        String input = "a\r\nb" + bare + "c\r\n.\r\nNOOP\r\n";
        for (List<byte[]> pieces : Cuts.several(input.getBytes(ISO_8859_1))) {
            Read refused = read(pieces, BareNewlines.REFUSE);
            assertTrue(refused.refused());
            assertEquals("NOOP\r\n", refused.left());
            assertFalse(refused.stored().contains("c"), "nothing is written for nothing");
            assertFalse(read(pieces, BareNewlines.NORMALIZE).refused());
        }
    }

    @Test
    void rfc5321_2_3_8_clean_data_is_never_refused() throws IOException {
        byte[] input = "a\r\n..\r\n\r\n.b\r\n.\r\n".getBytes(ISO_8859_1);
        for (List<byte[]> pieces : Cuts.several(input)) {
            assertEquals(new Read("a\n.\n\nb\n", "", false), read(pieces, BareNewlines.REFUSE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6})
    void rfc5321_4_5_2_dots_and_the_end_are_found_across_the_edge_of_a_block(int shift) throws IOException {
        String line = "x".repeat(OctetBuffer.SIZE + shift);
        Map<String, String> tails = Map.of(
                "\r\n", "\n",
                "\r\n..\r\n", "\n.\n",
                "\r\n.y\r\n", "\ny\n",
                "\r\n.\ry\r\n", "\n\ny\n",
                "\r\r\n", "\n\n",
                "\n.\r\n", "\n.\n");
        for (var tail : tails.entrySet()) {
            byte[] input = (line + tail.getKey() + ".\r\nNOOP\r\n").getBytes(ISO_8859_1);
            var expected = new Read(line + tail.getValue(), "NOOP\r\n", false);
            for (int size : new int[] {input.length, OctetBuffer.SIZE, 1}) {
                assertEquals(expected, read(Cuts.every(size, input), BareNewlines.NORMALIZE));
            }
        }
    }

    @Test
    void a_line_of_a_million_octets_is_stored_as_it_came() throws IOException {
        String line = "0123456789".repeat(100_000);
        byte[] input = (line + "\r\n.\r\n").getBytes(ISO_8859_1);
        assertEquals(new Read(line + "\n", "", false), read(Cuts.every(1460, input), BareNewlines.REFUSE));
    }

    @Test
    void rfc5321_4_5_2_a_long_text_reads_the_same_in_one_block_and_octet_by_octet() throws IOException {
        var random = new Random(5321);
        for (int round = 0; round < 300; round++) {
            String text = new String(Texts.random(random, 1 + random.nextInt(60)), ISO_8859_1);
            byte[] input = (text + "\r\n.\r\nNOOP\r\n").getBytes(ISO_8859_1);
            for (BareNewlines rule : BareNewlines.values()) {
                Read slow = read(Cuts.every(1, input), rule);
                Read whole = read(List.of(input), rule);
                assertEquals(slow.left(), whole.left());
                assertEquals(slow.refused(), whole.refused());
                if (!slow.refused()) {
                    assertEquals(slow.stored(), whole.stored());
                }
            }
        }
    }
}
