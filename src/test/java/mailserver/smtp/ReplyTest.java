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
    void what_is_no_reply_is_none() {
        assertEquals(Optional.empty(), Reply.parse(List.of("HTTP/1.1 200 OK")));
        assertEquals(Optional.empty(), Reply.parse(List.of("2500 x")));
        assertEquals(Optional.empty(), Reply.parse(List.of()));
        assertTrue(Reply.continues("250-x"));
    }
}
