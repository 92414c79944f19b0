package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
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
        String input = unescape(wire) + "NOOP\r\n";
        for (int cut = 0; cut <= input.length(); cut++) {
            var out = new ByteArrayOutputStream();
            var reader = new DataReader(out::write);
            byte[] octets = input.getBytes(ISO_8859_1);
            int taken = reader.accept(octets, 0, cut);
            if (!reader.done()) {
                taken += reader.accept(octets, taken, octets.length - taken);
            }
            assertTrue(reader.done(), () -> "no end in " + wire);
            assertEquals(unescape(stored), out.toString(ISO_8859_1), "cut at " + cut);
            assertEquals("NOOP\r\n", input.substring(taken), "the command after the data stays, cut at " + cut);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".\r", "a\r\n.", "a\n.\n", "a\r.\r", "a\n.\r\n", "a\r\n.\n", ".\n"})
    void nothing_else_ends_it(String wire) throws IOException {
        var reader = new DataReader((octets, offset, length) -> {});
        byte[] octets = wire.getBytes(ISO_8859_1);
        assertEquals(octets.length, reader.accept(octets, 0, octets.length));
        assertFalse(reader.done());
    }

    @Test
    void what_the_writer_stuffs_the_reader_undoes() throws IOException {
        var random = new Random(5321);
        for (int round = 0; round < 500; round++) {
            var text = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(".\nab\u00e9".charAt(random.nextInt(5)));
            }
            text.append('\n');
            byte[] stored = text.toString().getBytes(ISO_8859_1);
            var wire = new ByteArrayOutputStream();
            var writer = new DataWriter(wire::write);
            for (byte b : stored) {
                writer.write(new byte[] {b}, 0, 1);
            }
            writer.finish();
            var out = new ByteArrayOutputStream();
            var reader = new DataReader(out::write);
            reader.accept(wire.toByteArray(), 0, wire.size());
            assertTrue(reader.done());
            assertEquals(text.toString(), out.toString(ISO_8859_1));
        }
    }

    @Test
    void a_file_without_a_last_line_end_gets_one_and_CRLF_in_a_file_stays_one() throws IOException {
        var wire = new ByteArrayOutputStream();
        var writer = new DataWriter(wire::write);
        byte[] stored = "a\r\nb\n.c".getBytes(ISO_8859_1);
        writer.write(stored, 0, stored.length);
        writer.finish();
        assertEquals("a\r\nb\r\n..c\r\n.\r\n", wire.toString(ISO_8859_1));
    }

    private static String unescape(String text) {
        return text.strip().replace("\\r", "\r").replace("\\n", "\n");
    }
}
