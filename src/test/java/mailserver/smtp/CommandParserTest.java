package mailserver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.OptionalLong;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.MailParameters;
import mailserver.mail.ReversePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
    private static final Command PLAIN =
            new Command.Mail(ReversePath.of(new Address("a", "b")), OptionalLong.empty(), MailParameters.NONE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<a@b>",
                "mail from:<a@b>",
                "MAIL FROM: <a@b>",
                "MAIL FROM : <a@b> ",
                "MAIL FROM:a@b",
                "Mail   From:<a@b>  BODY=7BIT"
            })
    void sloppy_peers_are_understood(String line) {
        assertEquals(PLAIN, CommandParser.parse(line));
    }

    @Test
    void parameters_of_MAIL() {
        assertEquals(
                new Command.Mail(ReversePath.NULL, OptionalLong.of(12), MailParameters.of(Body.EIGHT_BIT)),
                CommandParser.parse("MAIL FROM:<> size=12 Body=8BitMime"));
    }

    @Test
    void what_a_client_calls_itself_can_upset_no_log() {
        assertEquals(new Command.Ehlo("a?[31mb"), CommandParser.parse("EHLO a\u001b[31mb"));
        assertEquals(new Command.Helo("a?b"), CommandParser.parse("HELO a\u2029b c"));
        assertEquals("AUTH ****", CommandParser.withoutSecret("auth PLAIN c2VjcmV0"));
        assertEquals("PASS ****", CommandParser.withoutSecret("PASS secret"));
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 501 5.1.7",
        "MAIL FROM:, 501 5.1.7",
        "MAIL <a@b>, 501 5.1.7",
        "MAIL FROM:<a@b, 501 5.1.7",
        "MAIL FROM:<a@b>x, 501 5.1.7",
        "MAIL FROM:<a@b> SIZE=x, 501 5.5.4",
        "MAIL FROM:<a@b> SIZE=-1, 501 5.5.4",
        "MAIL FROM:<a@b> AUTH=<>, 555 5.5.4",
        "RCPT TO:<>, 501 5.1.3",
        "RCPT TO:<a@b> NOTIFY=NEVER, 555 5.5.4",
        "RCPT TO:<a..b@c>, 501 5.1.3",
        "RSET now, 501 5.5.4",
        "DATA now, 501 5.5.4",
        "EHLO, 501 5.5.4",
        "VRFY, 501 5.5.4",
        "EXPN list, 502 5.5.1",
        "TURN, 502 5.5.1",
        "SEND FROM:<a@b>, 502 5.5.1",
        "SOML FROM:<a@b>, 502 5.5.1",
        "SAML FROM:<a@b>, 502 5.5.1",
        "BREW, 500 5.5.1",
        "'', 500 5.5.1"
    })
    void wrong_lines_have_an_answer(String line, String answer) {
        Command.Wrong wrong = assertInstanceOf(Command.Wrong.class, CommandParser.parse(line));
        assertEquals(answer, wrong.reply().code() + " " + wrong.reply().fullStatus());
    }
}
