package mailserver.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import mailserver.PiecewiseSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients of proofs and measurements, whatever packets the answers come in. */
class TalkTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void reads_replies_and_answers_in_pieces_of_every_size(int size) throws Exception {
        Talk talk = talk("220 hi\r\n250-one\r\n250 two\r\n+OK\r\nline\r\n.\r\n+OK\r\n..dot\r\n.\r\n", size);
        assertEquals(220, talk.reply());
        assertEquals(250, talk.reply());
        assertEquals("250 two", talk.said());
        assertTrue(talk.ok());
        assertEquals("line\n", talk.message());
        assertTrue(talk.ok());
        assertEquals(".dot\n", talk.message());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 100})
    void skips_an_answer_to_its_end(int size) throws Exception {
        Talk talk = talk("+OK 3 lines\r\nfirst\r\n..\r\nlast\r\n.\r\n", size);
        assertTrue(talk.ok());
        assertEquals("first\r\n..\r\nlast\r\n.\r\n".length(), talk.skipAnswer());
    }

    @Test
    void an_answer_may_be_empty() throws Exception {
        Talk talk = talk("+OK nothing\r\n.\r\n", 100);
        assertTrue(talk.ok());
        assertEquals(3, talk.skipAnswer());
    }

    private static Talk talk(String input, int size) throws Exception {
        byte[] octets = input.getBytes(StandardCharsets.US_ASCII);
        List<byte[]> pieces = IntStream.iterate(0, at -> at < octets.length, at -> at + size)
                .mapToObj(at -> Arrays.copyOfRange(octets, at, Math.min(at + size, octets.length)))
                .toList();
        return Talk.with(new PiecewiseSocket(pieces));
    }
}
