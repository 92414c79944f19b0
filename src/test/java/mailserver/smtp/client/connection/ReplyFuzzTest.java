package mailserver.smtp.client.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mailserver.smtp.Reply;

/** What a peer says may be anything at all. */
class ReplyFuzzTest {
    @FuzzTest
    void a_reply_is_read_back_as_it_was(byte[] octets) {
        List<String> lines = List.of(new String(octets, StandardCharsets.UTF_8).split("\r?\n", -1));
        Optional<Reply> reply = Reply.parse(lines);
        reply.ifPresent(read -> {
            assertTrue(read.code() >= 200 && read.code() <= 599);
            assertEquals(reply, Reply.parse(read.wireLines()));
            assertEquals(lines.size(), read.lines().size());
            for (int i = 0; i < lines.size(); i++) {
                String text = read.lines().get(i);
                assertTrue(lines.get(i).endsWith(text));
                String before = lines.get(i).substring(0, lines.get(i).length() - text.length());
                assertTrue(
                        before.matches("\\d{3}(?:[ -](?:\\d\\.\\d+\\.\\d+ ?)?)?"), "words are lost: " + lines.get(i));
            }
        });
    }

    @FuzzTest
    void any_answer_to_EHLO_says_what_a_peer_offers(byte[] octets) {
        List<String> lines = List.of(new String(octets, StandardCharsets.UTF_8).split("\r?\n", -1));
        ClientExtensions offered = ClientExtensions.of(Reply.plain(250, lines.toArray(String[]::new)));
        assertTrue(offered.sizeLimit().orElse(1) > 0);
        assertTrue(offered.size() || offered.sizeLimit().isEmpty());
    }
}
