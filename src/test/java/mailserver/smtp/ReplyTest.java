package mailserver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyTest {
    @Test
    void the_status_class_comes_from_the_code() {
        assertEquals(
                "550 5.1.1 no such user", Reply.of(550, 1, 1, "no such user").toString());
        assertEquals(List.of("250-a", "250 b"), Reply.plain(250, "a", "b").wireLines());
    }

    @Test
    void replies_of_sloppy_peers_are_read() {
        assertEquals(Reply.plain(250, ""), Reply.parse(List.of("250")).orElseThrow());
        assertEquals(Reply.plain(250, ""), Reply.parse(List.of("250 ")).orElseThrow());
        Reply reply =
                Reply.parse(List.of("550-5.1.1 no", "550 5.1.1 such user")).orElseThrow();
        assertEquals(Reply.of(550, 1, 1, "no", "such user"), reply);
        assertEquals("5.0.0", Reply.plain(554, "go away").fullStatus());
    }

    @Test
    void rfc3461_9_2_what_a_peer_said_is_shown_as_it_was_said() {
        for (List<String> said : List.of(
                List.of("550 4.7.1 policy says no"),
                List.of("450 5.7.1 greylisted"),
                List.of("550-5.1.1 no", "550 such user"),
                List.of("550-5.1.1 no", "550 5.1.2 such host"),
                List.of("250"),
                List.of("550  5.1.1 a blank  too many"))) {
            Reply reply = Reply.parse(said).orElseThrow();
            assertEquals(
                    said, reply.wireLines().stream().map(String::stripTrailing).toList());
            assertEquals(String.join(" ", said), reply.toString().strip());
        }
        Reply refused = Reply.parse(List.of("550 4.7.1 policy says no")).orElseThrow();
        assertEquals("5.7.1", refused.fullStatus());
        assertEquals(List.of("policy says no"), refused.lines());
    }

    @Test
    void what_is_no_reply_is_none() {
        assertEquals(Optional.empty(), Reply.parse(List.of("HTTP/1.1 200 OK")));
        assertEquals(Optional.empty(), Reply.parse(List.of("2500 x")));
        assertEquals(Optional.empty(), Reply.parse(List.of()));
        assertTrue(Reply.continues("250-x"));
    }
}
