package mailserver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import mailserver.WireLines;
import mailserver.mail.MailParameters;
import mailserver.smtp.TimingRequest.Hold;
import mailserver.wire.text.Printable;

class CommandParserFuzzTest {
    /** RFC 5321 §4.5.3.1.5: 512 octets with the line end. */
    private static final int LONGEST_REPLY_LINE = 510;

    @FuzzTest
    void any_line_is_a_command_or_has_an_answer(byte[] octets) throws IOException {
        WireLines.first(octets).ifPresent(line -> {
            switch (CommandParser.parse(line)) {
                case Command.Wrong(Reply reply) -> assertPresentable(reply);
                case Command.Unframed(Reply reply) -> assertPresentable(reply);
                case Command.Helo(String name) -> assertIsOneWord(name);
                case Command.Ehlo(String name) -> assertIsOneWord(name);
                case Command.Mail mail -> assertTrue(mail.size().orElse(0) >= 0);
                case Command.Bdat chunk -> assertTrue(chunk.octets() >= 0);
                case Command.Vrfy vrfy -> assertFalse(vrfy.whom().isBlank());
                case Command.Rcpt r -> {}
                case Command.Etrn etrn -> assertFalse(etrn.domain().isBlank());
                case Command.Data d -> {}
                case Command.Rset r -> {}
                case Command.StartTls s -> {}
                case Command.Auth a -> assertFalse(a.mechanism().isBlank());
                case Command.Noop n -> {}
                case Command.Help h -> {}
                case Command.Quit q -> {}
            }
        });
    }

    @FuzzTest
    void what_a_client_asks_for_is_handed_on_to_the_next_server(byte[] octets) throws IOException {
        WireLines.first(octets).ifPresent(line -> {
            switch (CommandParser.parse(line)) {
                case Command.Mail mail -> assertEquals(mail, CommandParser.parse(written(mail)));
                case Command.Rcpt rcpt -> assertEquals(rcpt, CommandParser.parse(written(rcpt)));
                default -> {}
            }
        });
    }

    private static String written(Command.Mail mail) {
        MailParameters asked = mail.parameters();
        return "MAIL FROM:" + mail.sender()
                + (mail.size().isPresent() ? " SIZE=" + mail.size().getAsLong() : "")
                + " BODY=" + asked.body().keyword()
                + (asked.utf8() ? " SMTPUTF8" : "")
                + (asked.requireTls() ? " REQUIRETLS" : "")
                + written(mail.timing())
                + asked.returned().map(part -> " RET=" + part).orElse("")
                + asked.envelopeId().map(id -> " ENVID=" + id).orElse("");
    }

    private static String written(TimingRequest timing) {
        String hold = timing.hold()
                .map(asked -> switch (asked) {
                    case Hold.For(long seconds) -> " HOLDFOR=" + seconds;
                    case Hold.Until(Instant time, String written) -> " HOLDUNTIL=" + written;
                })
                .orElse("");
        String by = timing.by()
                .map(asked -> " BY=" + asked.seconds() + ";" + asked.mode().keyword() + (asked.traced() ? "T" : ""))
                .orElse("");
        String priority = timing.priority().isPresent()
                ? " MT-PRIORITY=" + timing.priority().getAsInt()
                : "";
        return hold + by + priority;
    }

    private static String written(Command.Rcpt rcpt) {
        return "RCPT TO:<" + rcpt.recipient().address() + ">"
                + rcpt.recipient()
                        .notices()
                        .keywords()
                        .map(words -> " NOTIFY=" + words)
                        .orElse("")
                + rcpt.recipient().original().map(who -> " ORCPT=" + who).orElse("");
    }

    private static void assertPresentable(Reply reply) {
        assertFalse(reply.isPositive());
        for (String line : reply.wireLines()) {
            assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= LONGEST_REPLY_LINE, line);
            assertEquals(Printable.word(line), line);
        }
    }

    private static void assertIsOneWord(String name) {
        assertFalse(name.isBlank());
        assertEquals(Printable.word(name), name);
        assertEquals(1, name.split("\\s+", -1).length);
    }
}
