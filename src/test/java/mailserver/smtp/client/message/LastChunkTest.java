package mailserver.smtp.client.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mailserver.Cuts;
import org.junit.jupiter.api.Test;

class LastChunkTest {
    private static final byte[] OCTETS = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void it_begins_and_ends_where_it_must_at_any_split() throws IOException {
        for (List<byte[]> pieces : Cuts.several(OCTETS)) {
            for (int from = 0; from <= OCTETS.length; from++) {
                var out = new ByteArrayOutputStream();
                var chunk = new LastChunk(from, OCTETS.length, out::write);
                write(chunk, pieces);
                chunk.finish();
                assertEquals("0123456789".substring(from), out.toString(StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void a_message_that_has_grown_goes_no_further_than_was_announced() {
        for (List<byte[]> pieces : Cuts.several(OCTETS)) {
            var out = new ByteArrayOutputStream();
            var chunk = new LastChunk(2, 5, out::write);
            assertThrows(IOException.class, () -> write(chunk, pieces));
            assertEquals(true, "234".startsWith(out.toString(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void a_message_that_has_shrunk_is_noticed() throws IOException {
        var chunk = new LastChunk(2, 11, new ByteArrayOutputStream()::write);
        write(chunk, List.of(OCTETS));
        assertThrows(IOException.class, chunk::finish);
    }

    private static void write(LastChunk chunk, List<byte[]> pieces) throws IOException {
        for (byte[] piece : pieces) {
            chunk.write(piece, 0, piece.length);
        }
    }
}
