package mailserver.smtp.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import mailserver.Dialogue;
import mailserver.mail.Body;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BDAT, as strangers send it. */
class ChunkingTest {
    /** Would show it if a line were joined, lost, or taken for an end. */
    private static final String WIRE = "Subject: x\r\n\r\n.\r\n..two\r\nQUIT\r\nno end";

    private SessionFixture sessionFixture;
    private Dialogue smtp;

    @BeforeEach
    void open() throws IOException {
        sessionFixture = SessionFixture.open();
        smtp = sessionFixture.dialogue();
    }

    @AfterEach
    void close() throws IOException {
        smtp.close();
        // Whatever happened, nothing is left behind.
        await().until(() -> sessionFixture.unfinished() == 0);
        sessionFixture.close();
    }

    @Test
    void rfc3030_2_each_chunk_is_answered_with_its_length() throws IOException {
        begin();
        smtp.sendRaw("BDAT 12\r\nSubject: x\r\n").expectLines("250 2.0.0 12 octets received");
        smtp.sendRaw("bdat 2\r\n\r\n").expectLines("250 2.0.0 2 octets received");
        smtp.sendRaw("BDAT 0\r\n").expectLines("250 2.0.0 0 octets received");
        smtp.sendRaw("BDAT  007 last \r\nhello\r\n").expect("250 2.0.0 Ok: queued as ");
        assertEquals(List.of("Subject: x\n\nhello\n"), texts());
    }

    @Test
    void rfc3030_2_the_last_chunk_may_be_empty_and_a_message_may_be_nothing_else() throws IOException {
        begin();
        smtp.sendRaw("BDAT 3\r\nx\r\nBDAT 0 LAST\r\n").expect("250 2.0.0 3 octets");
        smtp.expect("250 2.0.0 Ok: queued");
        begin();
        smtp.send("BDAT 0 LAST").expect("250 2.0.0 Ok: queued");
        assertEquals(List.of("x\n", ""), texts());
    }

    @Test
    void rfc3030_2_chunks_may_be_cut_anywhere_and_dots_mean_nothing() throws IOException {
        String stored = WIRE.replace("\r\n", "\n");
        for (int cut = 0; cut <= WIRE.length(); cut++) {
            String all = "MAIL FROM:<a@b.example>\r\nRCPT TO:<bob@our.example>\r\n" + chunk(WIRE.substring(0, cut), "")
                    + chunk(WIRE.substring(cut), " LAST") + "NOOP\r\n";
            smtp.sendRaw(all);
            smtp.expect("250 2.1.0");
            smtp.expect("250 2.1.5");
            smtp.expectLines("250 2.0.0 " + cut + " octets received");
            smtp.expect("250 2.0.0 Ok: queued");
            smtp.expect("250 2.0.0 Ok");
            assertEquals(stored, sessionFixture.taken().getLast().text());
        }
    }

    @Test
    void rfc3030_2_a_message_octet_by_octet_in_chunks_of_one() throws IOException {
        begin();
        for (char c : WIRE.toCharArray()) {
            smtp.sendRaw(chunk(String.valueOf(c), "")).expectLines("250 2.0.0 1 octets received");
        }
        smtp.send("BDAT 0 LAST").expect("250 2.0.0 Ok: queued");
        assertEquals(List.of(WIRE.replace("\r\n", "\n")), texts());
    }

    @Test
    void rfc3030_2_a_chunk_out_of_place_is_read_and_thrown_away() throws IOException {
        smtp.sendRaw(chunk(WIRE, " LAST")).expect("503 5.5.1");
        smtp.send("MAIL FROM:<a@b.example>").expect("250");
        smtp.sendRaw(chunk(WIRE, "")).expect("554 5.5.1");
        // The message is forgotten: what comes now would lack its first chunk.
        smtp.send("RCPT TO:<bob@our.example>").expect("503 5.5.1");
        smtp.sendRaw(chunk(WIRE, " LAST")).expect("503 5.5.1");
        begin();
        smtp.sendRaw(chunk(WIRE, " LAST")).expect("250 2.0.0");
        smtp.sendRaw(chunk(WIRE, " LAST")).expect("503 5.5.1");
        assertEquals(1, sessionFixture.taken().size());
    }

    @Test
    void rfc3030_2_recipients_that_were_all_refused_are_none() throws IOException {
        smtp.sendRaw("MAIL FROM:<a@b.example>\r\nRCPT TO:<nobody@our.example>\r\n" + chunk(WIRE, "")
                + chunk(WIRE, " LAST") + "NOOP\r\n");
        smtp.talk("""
                S: 250 2.1.0
                S: 550 5.1.1
                S: 554 5.5.1
                S: 503 5.5.1
                S: 250 2.0.0 Ok
                """);
    }

    @Test
    void rfc3030_2_chunks_under_way_behind_a_refused_one_are_thrown_away() throws IOException {
        begin();
        smtp.sendRaw(chunk("x".repeat(3000), "") + chunk("x".repeat(2001), "")
                + chunk(WIRE, "").repeat(20) + chunk(WIRE, " LAST") + "NOOP\r\n");
        smtp.expect("250 2.0.0 3000 octets");
        smtp.expect("552 5.3.4");
        for (int i = 0; i < 21; i++) {
            smtp.expect("503 5.5.1");
        }
        smtp.expect("250 2.0.0 Ok");
        begin();
        smtp.sendRaw(chunk("x".repeat(5000), " LAST")).expect("250 2.0.0");
        assertEquals(1, sessionFixture.taken().size());
    }

    @Test
    void rfc3030_2_a_chunk_that_is_announced_too_large_delivers_nothing_when_its_client_gives_up() throws IOException {
        begin();
        smtp.sendRaw("BDAT 999999999999999999 LAST\r\n" + WIRE).close();
        await().until(() -> sessionFixture.unfinished() == 0);
        assertEquals(List.of(), sessionFixture.taken());
    }

    @Test
    void rfc3030_2_DATA_does_not_mix_with_BDAT() throws IOException {
        begin();
        smtp.sendRaw(chunk("x\r\n", "")).expect("250");
        smtp.send("DATA").expect("503 5.5.1");
        smtp.send("RSET").expect("250");
        begin();
        smtp.send("DATA").expect("354");
        smtp.send("BDAT 1 LAST", ".").expect("250 2.0.0");
        assertEquals(List.of("BDAT 1 LAST\n"), texts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSET", "EHLO again.example", "HELO again.example"})
    void rfc3030_2_a_message_is_forgotten_between_its_chunks(String command) throws IOException {
        begin();
        smtp.sendRaw(chunk("x\r\n", "")).expect("250");
        assertEquals(1, sessionFixture.unfinished());
        smtp.send(command).expectReply(250);
        assertEquals(0, sessionFixture.unfinished());
        smtp.sendRaw(chunk("y\r\n", " LAST")).expect("503 5.5.1");
        assertEquals(List.of(), sessionFixture.taken());
    }

    @Test
    void rfc3030_2_what_changes_a_message_may_not_come_between_its_chunks_and_all_else_may() throws IOException {
        begin();
        smtp.sendRaw(chunk("x\r\n", "")).expect("250");
        smtp.send("MAIL FROM:<c@d.example>").expect("503 5.5.1");
        smtp.send("RCPT TO:<alice@our.example>").expect("503 5.5.1");
        smtp.send("NOOP").expect("250");
        smtp.send("VRFY bob").expect("250");
        smtp.send("HELP").expectReply(214);
        smtp.sendRaw(chunk("y\r\n", " LAST")).expect("250 2.0.0 Ok: queued");
        assertEquals(List.of("x\ny\n"), texts());
        assertEquals(
                1, sessionFixture.taken().getFirst().envelope().recipients().size());
    }

    @Test
    void rfc3030_2_a_client_that_leaves_between_or_within_chunks_delivers_nothing() throws IOException {
        begin();
        smtp.sendRaw(chunk("x\r\n", "")).expect("250");
        smtp.send("QUIT").expect("221");
        smtp.expectEnd();
        try (var other = sessionFixture.dialogue()) {
            other.send("MAIL FROM:<a@b.example>", "RCPT TO:<bob@our.example>", "BDAT 5 LAST");
            other.expect("250");
            other.expect("250");
            other.sendRaw("1234").endSending().expectEnd();
        }
        await().until(() -> sessionFixture.unfinished() == 0);
        assertEquals(List.of(), sessionFixture.taken());
    }

    @Test
    void rfc3030_2_a_BDAT_that_says_nothing_is_told_how_to_write_it() throws IOException {
        smtp.send("BDAT").expectLines("501 5.5.4 write BDAT octets [LAST]");
        smtp.send("NOOP").expect("250");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BDAT x",
                "BDAT -1",
                "BDAT +1",
                "BDAT 1.0",
                "BDAT 0x10 LAST",
                "BDAT LAST",
                "BDAT 4 FIRST",
                "BDAT 4 LAST LAST",
                "BDAT 9223372036854775808",
                "BDAT 99999999999999999999999999 LAST"
            })
    void rfc3030_2_a_length_that_nobody_can_tell_ends_the_session_before_the_message_commands_us(String line)
            throws IOException {
        begin();
        smtp.sendRaw(chunk("x\r\n", "")).expect("250");
        smtp.send(line, "MAIL FROM:<smuggled@b.example>").expect("501 5.5.4");
        smtp.expectEnd();
        assertEquals(List.of(), sessionFixture.taken());
    }

    @ParameterizedTest
    @EnumSource(value = SessionFixture.Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void rfc3030_2_a_disk_that_fails_is_told_of_behind_the_chunk(SessionFixture.Fault fault) throws IOException {
        sessionFixture.fail(fault);
        begin();
        smtp.sendRaw(chunk(WIRE, " LAST") + "NOOP\r\n").expect("452 4.3.1");
        smtp.expect("250 2.0.0 Ok");
        sessionFixture.fail(SessionFixture.Fault.NONE);
        begin();
        smtp.sendRaw(chunk(WIRE, " LAST")).expect("250 2.0.0 Ok: queued");
        assertEquals(1, sessionFixture.taken().size());
    }

    @Test
    void rfc5321_6_3_a_loop_is_seen_across_chunks() throws IOException {
        String hops = "Received: a\r\n".repeat(101);
        begin();
        for (int at = 0; at < hops.length(); at += 100) {
            smtp.sendRaw(chunk(hops.substring(at, Math.min(at + 100, hops.length())), ""));
        }
        int chunks = (hops.length() + 99) / 100;
        for (int i = 0; i < chunks - 1; i++) {
            smtp.expect("250 2.0.0");
        }
        smtp.expect("554 5.4.6");
    }

    @ParameterizedTest
    @CsvSource({"'a\nb\r\n'", "'a\rb\r\n'", "'a\r'", "'a\r\r\n'", "'\n'", "'a\r\n\n'"})
    void rfc5321_2_3_8_bare_line_ends_become_line_ends_or_are_refused(String text) throws IOException {
        begin();
        smtp.sendRaw(chunk(text, " LAST")).expect("250 2.0.0");
        assertEquals(text.replace("\r\n", "\n").replace('\r', '\n'), texts().getFirst());
        try (var strict = SessionFixture.refusingBareNewlines();
                var dialogue = strict.dialogue()) {
            begin(dialogue, "");
            dialogue.sendRaw(chunk(text, " LAST")).expect("550 5.5.2");
            begin(dialogue, "");
            dialogue.sendRaw(chunk(text, "") + chunk("", " LAST")).expect(text.endsWith("a\r") ? "250" : "550 5.5.2");
            dialogue.expect(text.endsWith("a\r") ? "550 5.5.2" : "503");
            begin(dialogue, "");
            dialogue.sendRaw(chunk("a\r", "") + chunk("\nb\r\n", " LAST")).expect("250 2.0.0 2 octets");
            dialogue.expect("250 2.0.0 Ok: queued");
            assertEquals("a\nb\n", strict.taken().getFirst().text());
        }
    }

    @Test
    void rfc3030_3_a_binary_message_may_not_come_with_DATA() throws IOException {
        begin(smtp, " BODY=BINARYMIME");
        smtp.send("DATA").expect("503 5.5.1");
        smtp.send("RSET").expect("250");
    }

    @Test
    void rfc3030_3_a_binary_message_is_encoded_at_the_door() throws IOException {
        byte[] octets = new byte[256];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        String binary = new String(octets, StandardCharsets.ISO_8859_1);
        String header = "MIME-Version: 1.0\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        begin(smtp, " BODY=BINARYMIME");
        smtp.sendRaw(chunk(header, "") + chunk(binary.substring(0, 13), "") + chunk(binary.substring(13), " LAST"));
        smtp.expect("250 2.0.0 " + header.length());
        smtp.expect("250 2.0.0 13 octets");
        smtp.expect("250 2.0.0 Ok: queued");
        SessionFixture.Taken taken = sessionFixture.taken().getFirst();
        assertEquals(Body.EIGHT_BIT, taken.envelope().parameters().body());
        assertTrue(taken.text().contains("Content-Transfer-Encoding: base64\n"), taken.text());
        String body = taken.text().substring(taken.text().indexOf("\n\n") + 2);
        assertEquals(binary, new String(Base64.getMimeDecoder().decode(body), StandardCharsets.ISO_8859_1));
    }

    @Test
    void rfc1870_6_1_a_binary_message_is_as_large_as_it_came() throws IOException {
        String header = "MIME-Version: 1.0\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        begin(smtp, " BODY=BINARYMIME SIZE=5000");
        smtp.sendRaw(chunk(header + "\0".repeat(5000 - header.length()), " LAST"))
                .expect("250 2.0.0");
        assertTrue(texts().getFirst().length() > 5000);
        begin(smtp, " BODY=BINARYMIME");
        smtp.sendRaw(chunk(header + "\0".repeat(5001 - header.length()), " LAST"))
                .expect("552 5.3.4");
    }

    private void begin() throws IOException {
        begin(smtp, "");
    }

    private static void begin(Dialogue dialogue, String parameters) throws IOException {
        dialogue.send("MAIL FROM:<a@b.example>" + parameters).expect("250");
        dialogue.send("RCPT TO:<bob@our.example>").expect("250");
    }

    private static String chunk(String octets, String last) {
        return "BDAT " + octets.length() + last + "\r\n" + octets;
    }

    private List<String> texts() {
        return sessionFixture.taken().stream().map(SessionFixture.Taken::text).toList();
    }
}
