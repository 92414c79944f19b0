package mailserver.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mailserver.Cuts;
import mailserver.OddMessage;
import mailserver.OddMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CrlfWriterTest {
    static List<OddMessage> messages() {
        return OddMessages.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void rfc3030_2_what_is_stored_goes_out_as_lines_and_otherwise_as_it_is(OddMessage message) throws IOException {
        assertArrayEquals(message.arrived(), written(List.of(message.stored())));
        assertArrayEquals(message.arrived(), written(Cuts.random(message.stored())));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    ''          | ''
                    a,a         | a,a\\r\\n
                    a\\n       | a\\r\\n
                    \\n        | \\r\\n
                    .\\n..\\n | .\\r\\n..\\r\\n
                    a\\r\\nb   | a\\r\\nb\\r\\n
                    a\\r\\n    | a\\r\\n
                    \\r\\r\\n  | \\r\\r\\n
                    \\n\\r\\n  | \\r\\n\\r\\n
                    \\ra        | \\ra\\r\\n
                    a\\r        | a\\r\\r\\n
                    """, delimiter = '|')
    void rfc5321_2_3_8_a_stored_CRLF_is_one_line_end_and_the_last_line_has_one(String stored, String wire)
            throws IOException {
        for (List<byte[]> pieces : Cuts.several(Texts.read(stored).getBytes(StandardCharsets.US_ASCII))) {
            assertEquals(Texts.read(wire), new String(written(pieces), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void only_the_part_that_is_given_is_written() throws IOException {
        var wire = new ByteArrayOutputStream();
        var writer = new CrlfWriter(wire::write);
        writer.write("xxa\nbxx".getBytes(StandardCharsets.US_ASCII), 2, 3);
        writer.finish();
        assertEquals("a\r\nb\r\n", wire.toString(StandardCharsets.US_ASCII));
    }

    private static byte[] written(List<byte[]> pieces) throws IOException {
        var wire = new ByteArrayOutputStream();
        var writer = new CrlfWriter(wire::write);
        for (byte[] piece : pieces) {
            writer.write(piece, 0, piece.length);
        }
        writer.finish();
        return wire.toByteArray();
    }
}
