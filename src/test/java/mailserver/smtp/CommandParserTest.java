package mailserver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Optional;
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
    @CsvSource({"BDAT 0, 0, false", "BDAT 12 LAST, 12, true", "bdat  007  last, 7, true"})
    void rfc3030_2_a_chunk_tells_its_length(String line, long octets, boolean last) {
        assertEquals(new Command.Bdat(octets, last), CommandParser.parse(line));
    }

    @Test
    void a_length_that_nobody_can_tell_is_told_apart_from_other_mistakes() {
        assertInstanceOf(Command.Unframed.class, CommandParser.parse("BDAT 1 2"));
        assertInstanceOf(Command.Unframed.class, CommandParser.parse("BDAT 1 LAſT"));
        assertInstanceOf(Command.Wrong.class, CommandParser.parse("BDAT"));
    }

    @Test
    void rfc5321_4_1_1_9_NOOP_takes_anything_behind_it() {
        assertEquals(new Command.Noop(), CommandParser.parse("NOOP"));
        assertEquals(new Command.Noop(), CommandParser.parse("noop are you there?"));
    }

    @Test
    void rfc5321_4_1_1_8_HELP_has_a_topic_or_none() {
        assertEquals(new Command.Help(Optional.empty()), CommandParser.parse("HELP"));
        assertEquals(new Command.Help(Optional.of(Verb.BDAT)), CommandParser.parse("help bdat"));
    }

    @Test
    void rfc5321_4_1_1_6_VRFY_has_a_name_or_an_address() {
        assertEquals(new Command.Vrfy("Bob Builder <bob@b>", false), CommandParser.parse("VRFY Bob Builder <bob@b>"));
        assertEquals(new Command.Vrfy("bob", true), CommandParser.parse("vrfy bob smtputf8"));
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 501 5.1.7",
        "MAIL FROM:, 501 5.1.7",
        "MAIL <a@b>, 501 5.1.7",
        "MAIL FROM:<a@b, 501 5.1.7",
        "MAIL FROM:<a@b>x, 501 5.1.7",
        "RCPT, 501 5.1.3",
        "RCPT TO:, 501 5.1.3",
        "RCPT <a@b>, 501 5.1.3",
        "RCPT TO:<>, 501 5.1.3",
        "RCPT TO:<a@b>x, 501 5.1.3",
        "RCPT TO:<a..b@c>, 501 5.1.3",
        "RSET now, 501 5.5.4",
        "DATA now, 501 5.5.4",
        "QUIT now, 501 5.5.4",
        "BDAT, 501 5.5.4",
        "VRFY, 501 5.5.4",
        "VRFY jürgen, 553 5.6.7",
        "HELP BREW, 504 5.5.4",
        "HELP EXPN, 504 5.5.4",
        "HELP MAIL FROM, 504 5.5.4",
        "EXPN list, 502 5.5.1",
        "TURN, 502 5.5.1",
        "SEND FROM:<a@b>, 502 5.5.1",
        "SOML FROM:<a@b>, 502 5.5.1",
        "SAML FROM:<a@b>, 502 5.5.1",
        "BREW, 500 5.5.2",
        // A long s, a dotless i, a Kelvin sign, and a ß, which has SS for its upper case.
        "RſET, 500 5.5.2",
        "MAıL FROM:<a@b>, 500 5.5.2",
        "PAß secret, 500 5.5.2",
        "ſEND FROM:<a@b>, 500 5.5.2",
        "HELP RſET, 504 5.5.4",
        "MAIL FROM:<a@b> ſIZE=1, 501 5.5.4",
        "MAIL FROM:<a@b> BODY=8BıTMIME, 501 5.5.4",
        "RCPT TO:<a@b> NOTIFY=ſUCCESS, 501 5.5.4",
        "RCPT TO:<a@[ıPv6:::1]>, 501 5.1.3",
        "'', 500 5.5.2"
    })
    void wrong_lines_have_an_answer(String line, String answer) {
        Command.Wrong wrong = assertInstanceOf(Command.Wrong.class, CommandParser.parse(line));
        assertEquals(answer, wrong.reply().code() + " " + wrong.reply().fullStatus());
    }
}
