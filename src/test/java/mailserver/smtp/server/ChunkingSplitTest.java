package mailserver.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import mailserver.SplitPoints;
import mailserver.mail.MessageIds;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.Test;

/** RFC 3030 §2: what is in a chunk is a matter of its length alone, whatever packets it comes in. */
class ChunkingSplitTest {
    private static final String BEGIN = "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n";

    @Test
    void a_message_in_chunks_that_cut_its_line_ends_in_two() throws IOException {
        String says = BEGIN + "BDAT 9\r\nRSET\r\n.\r\n" + "BDAT 3\r\n\nx\rBDAT 0\r\nBDAT 7 LAST\r\n\nQUIT\r\nQUIT\r\n";
        assertEquals("220 250 250 250 250 250 250 221", play(says, "RSET\n.\n\nx\nQUIT\n"));
    }

    @Test
    void chunks_that_nobody_wants_and_a_length_that_nobody_can_tell() throws IOException {
        String tooLarge = "BDAT 5001\r\n" + "x".repeat(40);
        String says = "BDAT 6\r\nQUIT\r\n" + BEGIN + "RSET\r\nBDAT 8 LAST\r\nQUIT\r\n\r\nBDAT x\r\nNOOP\r\n" + tooLarge;
        assertEquals("220 503 250 250 250 503 501", play(says));
    }

    @Test
    void a_client_that_goes_away_within_a_chunk() throws IOException {
        assertEquals("220 250 250 250", play(BEGIN + "BDAT 2\r\nx\nBDAT 9 LAST\r\n12345678"));
    }

    private static String play(String says, String... texts) throws IOException {
        SplitPoints.Outcome outcome =
                SplitPoints.play(says.getBytes(StandardCharsets.ISO_8859_1), ChunkingSplitTest::serve);
        assertEquals(List.of(texts), outcome.kept());
        return outcome.answers().stream()
                .filter(line -> line.startsWith(" ", 3))
                .map(line -> line.substring(0, 3))
                .collect(Collectors.joining(" "));
    }

    private static List<String> serve(Socket client) throws IOException {
        var handler = new MemoryHandler();
        var session = new Session(
                new Connection(client),
                // A stranger, of whose words none is added to.
                false,
                Access.OPEN,
                handler,
                () -> SessionFixture.SETTINGS,
                new MessageIds(() -> Instant.EPOCH),
                () -> Instant.EPOCH,
                Transcript.NONE);
        session.run();
        String date = "+0000\n";
        return handler.messages().stream()
                .map(message -> message.substring(message.indexOf(date) + date.length()))
                .toList();
    }
}
