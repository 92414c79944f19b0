package mailserver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import mailserver.mail.Body;
import mailserver.mail.MailParameters;
import mailserver.mail.MailParameters.Return;
import mailserver.mail.Notify;
import mailserver.mail.Notify.Event;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import mailserver.mail.Xtext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters of MAIL and RCPT. */
class EnvelopeParserTest {
    @Test
    void all_parameters_of_MAIL_in_any_order_and_case() {
        Command.Mail mail = mail(" ret=hdrs ENVID=id+2B1 SmtpUtf8  BODY=binarymime size=00012");
        assertEquals(OptionalLong.of(12), mail.size());
        assertEquals(
                new MailParameters(Body.BINARY, true, Optional.of(Return.HDRS), Optional.of(new Xtext("id+2B1"))),
                mail.parameters());
    }

    @ParameterizedTest
    @CsvSource({"7BIT, SEVEN_BIT", "8BITMIME, EIGHT_BIT", "BinaryMIME, BINARY"})
    void rfc6152_2_and_rfc3030_3_BODY(String keyword, Body body) {
        assertEquals(MailParameters.of(body), mail(" BODY=" + keyword).parameters());
    }

    @Test
    void rfc1870_3_SIZE_has_up_to_twenty_digits() {
        assertEquals(OptionalLong.of(0), mail(" SIZE=0").size());
        assertEquals(
                OptionalLong.of(Long.MAX_VALUE),
                mail(" SIZE=99999999999999999999").size());
    }

    @ParameterizedTest
    @CsvSource({"FULL, FULL", "full, FULL", "HDRS, HDRS"})
    void rfc3461_4_3_RET(String value, Return what) {
        assertEquals(Optional.of(what), mail(" RET=" + value).parameters().returned());
    }

    @Test
    void rfc3461_4_4_ENVID_stands_for_a_hundred_characters_at_the_most() {
        String longest = "+41".repeat(100);
        assertEquals(
                Optional.of(new Xtext(longest)),
                mail(" ENVID=" + longest).parameters().envelopeId());
        assertRefused("501 5.5.4", "MAIL FROM:<a@b> ENVID=a" + longest);
    }

    @Test
    void rfc8689_2_REQUIRETLS() {
        assertTrue(mail(" RequireTLS").parameters().requireTls());
        assertFalse(mail("").parameters().requireTls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<>", "e+3Dmc2@example.com", "a@b", "%22a+20b%22@c", "j\u00f6rg@example.com", "+C3+B6@b"})
    void rfc4954_5_AUTH_is_read_and_changes_nothing(String mailbox) {
        assertEquals(mail(""), mail(" AUTH=" + mailbox.replace("%22", "\"")));
    }

    @Test
    void rfc3461_4_1_NOTIFY() {
        assertEquals(Notify.NEVER, rcpt(" notify=never").notices());
        assertEquals(
                new Notify(Optional.of(Set.of(Event.SUCCESS, Event.DELAY))),
                rcpt(" NOTIFY=Success,DELAY").notices());
        assertEquals(Notify.DEFAULT, rcpt("").notices());
    }

    @Test
    void rfc3461_4_2_ORCPT_is_kept_as_it_came() {
        Recipient recipient = rcpt(" ORCPT=RFC822;Bob+2Bx@B.example NOTIFY=FAILURE");
        assertEquals(Optional.of(new OriginalRecipient("RFC822", "Bob+2Bx@B.example")), recipient.original());
        assertEquals(
                "utf-8;用户@b.example",
                rcpt(" ORCPT=utf-8;用户@b.example").original().orElseThrow().toString());
        String longest = "rfc822;" + "x".repeat(493);
        assertEquals(longest, rcpt(" ORCPT=" + longest).original().orElseThrow().toString());
        assertRefused("501 5.5.4", "RCPT TO:<a@b> ORCPT=" + longest + "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIZE",
                "SIZE=",
                "SIZE=x",
                "SIZE=-1",
                "SIZE=1.5",
                "SIZE=999999999999999999999",
                "SIZE=1 SIZE=1",
                "SIZE=1 size=2",
                "BODY",
                "BODY=",
                "BODY=8BIT",
                "BODY=7BIT BODY=8BITMIME",
                "SMTPUTF8=",
                "SMTPUTF8=1",
                "SMTPUTF8 SMTPUTF8",
                "RET",
                "RET=",
                "RET=BODY",
                "RET=FULL,HDRS",
                "RET=FULL RET=FULL",
                "ENVID",
                "ENVID=",
                "ENVID=a=b",
                "ENVID=+",
                "ENVID=+2",
                "ENVID=+2b",
                "ENVID=+0D+0A",
                "ENVID=+C3+A4",
                "ENVID=ä",
                "ENVID=a ENVID=a",
                "REQUIRETLS=",
                "REQUIRETLS=1",
                "REQUIRETLS REQUIRETLS",
                "AUTH",
                "AUTH=",
                "AUTH=bob",
                "AUTH=<a@b>",
                "AUTH=a@b=c",
                "AUTH=a+@b",
                "AUTH=a+0D+0A@b",
                "AUTH=<> AUTH=<>",
                "=",
                "=1",
                "-X",
                "<x>",
                "X/Y=1"
            })
    void wrong_parameters_of_MAIL_have_an_answer(String parameters) {
        assertRefused("501 5.5.4", "MAIL FROM:<a@b> " + parameters);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY",
                "NOTIFY=",
                "NOTIFY=ALWAYS",
                "NOTIFY=NEVER,SUCCESS",
                "NOTIFY=SUCCESS,NEVER",
                "NOTIFY=SUCCESS,",
                "NOTIFY=,",
                "NOTIFY=NEVER NOTIFY=NEVER",
                "ORCPT",
                "ORCPT=",
                "ORCPT=a@b",
                "ORCPT=;a@b",
                "ORCPT=rfc822;",
                "ORCPT=rfc_822;a@b",
                "ORCPT=rfc822;a=b",
                "ORCPT=rfc822;a+0D+0ABcc:x",
                "ORCPT=rfc822;a+C3+A4",
                "ORCPT=rfc822;ä@b",
                "ORCPT=utf-8;a\u2028b",
                "ORCPT=rfc822;a@b ORCPT=rfc822;a@b"
            })
    void wrong_parameters_of_RCPT_have_an_answer(String parameters) {
        assertRefused("501 5.5.4", "RCPT TO:<a@b> " + parameters);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT TO:<a@b> AUTH=<>",
                "MAIL FROM:<a@b> NOTIFY=NEVER",
                "MAIL FROM:<a@b> ORCPT=rfc822;a@b",
                "MAIL FROM:<a@b> X-WHATEVER",
                "RCPT TO:<a@b> SIZE=1",
                "RCPT TO:<a@b> RET=FULL",
                "RCPT TO:<a@b> SMTPUTF8",
                "RCPT TO:<a@b> X=1"
            })
    void rfc5321_4_1_1_11_a_parameter_that_is_not_known_is_refused_as_such(String line) {
        assertRefused("555 5.5.4", line);
    }

    private static Command.Mail mail(String parameters) {
        return assertInstanceOf(Command.Mail.class, CommandParser.parse("MAIL FROM:<a@b>" + parameters));
    }

    private static Recipient rcpt(String parameters) {
        return assertInstanceOf(Command.Rcpt.class, CommandParser.parse("RCPT TO:<a@b>" + parameters))
                .recipient();
    }

    private static void assertRefused(String answer, String line) {
        Command.Wrong wrong = assertInstanceOf(Command.Wrong.class, CommandParser.parse(line));
        assertEquals(answer, wrong.reply().code() + " " + wrong.reply().fullStatus());
    }
}
