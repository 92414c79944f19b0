package mailserver.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mailserver.Dialogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpUtf8Test {
    private SessionFixture sessionFixture;
    private Dialogue smtp;

    @BeforeEach
    void open() throws IOException {
        sessionFixture = SessionFixture.open();
        smtp = sessionFixture.dialogue();
        smtp.send("EHLO client.example").expectReply(250);
    }

    @AfterEach
    void close() throws IOException {
        smtp.close();
        sessionFixture.close();
    }

    @Test
    void rfc6531_3_5_an_address_that_is_not_ASCII_needs_SMTPUTF8_and_is_not_in_the_answer() throws IOException {
        smtp.sendRaw(utf8("MAIL FROM:<jürgen@b.example>\r\n"));
        smtp.expectMatch("550 5\\.6\\.7 \\p{ASCII}*");
        smtp.send("MAIL FROM:<a@b.example>").expect("250 2.1.0");
        smtp.sendRaw(utf8("RCPT TO:<jürgen@our.example>\r\n"));
        smtp.expectMatch("553 5\\.6\\.7 \\p{ASCII}*");
        smtp.sendRaw(utf8("RCPT TO:<bob@our.example> ORCPT=utf-8;jürgen@b.example\r\n"));
        smtp.expectMatch("553 5\\.6\\.7 \\p{ASCII}*");
        smtp.send("RCPT TO:<bob@our.example> ORCPT=utf-8;j\\x{FC}rgen@b.example")
                .expect("250 2.1.5");
    }

    @Test
    void rfc6531_3_4_a_message_with_SMTPUTF8_keeps_it_and_its_addresses() throws IOException {
        smtp.sendRaw(utf8("MAIL FROM:<jürgen@b.example> smtputf8 BODY=8BITMIME\r\n"));
        assertEquals("250 2.1.0 Sender ok", smtp.line());
        smtp.sendRaw(utf8("RCPT TO:<用户@our.example> ORCPT=utf-8;用户@our.example\r\n"));
        assertEquals("250 2.1.5 Recipient ok", smtp.line());
        SessionFixture.Taken taken = send();
        assertTrue(taken.envelope().parameters().utf8());
        assertEquals("<jürgen@b.example>", taken.envelope().sender().toString());
        assertEquals(
                "utf-8;用户@our.example",
                taken.envelope()
                        .recipients()
                        .getFirst()
                        .original()
                        .orElseThrow()
                        .toString());
        // RFC 6531 §3.7.3 and §4.3.
        assertEquals(
                List.of(
                        "Received: from client.example ([127.0.0.1])",
                        "\tby mail.our.example with UTF8SMTP id "
                                + taken.envelope().id(),
                        "\tfor <用户@our.example>;"),
                taken.trace().lines().limit(3).toList());
    }

    @Test
    void rfc6531_3_7_4_1_a_client_that_did_not_ask_for_UTF_8_gets_none() throws IOException {
        // A domain can be written in ASCII, and is.
        smtp.sendRaw(utf8("MAIL FROM:<a@bücher.example>\r\n"));
        assertEquals("250 2.1.0 Sender ok", smtp.line());
        smtp.sendRaw(utf8("RCPT TO:<bob@Bücher.example>\r\n"));
        assertEquals("250 2.1.5 Recipient ok", smtp.line());
        assertTrue(send().trace().contains(" with ESMTP id "));
    }

    @Test
    void rfc6531_3_4_the_parameter_has_no_value_and_belongs_to_MAIL() throws IOException {
        smtp.send("MAIL FROM:<a@b.example> SMTPUTF8=yes").expect("501 5.5.4");
        smtp.send("MAIL FROM:<a@b.example> SMTPUTF8=").expect("501 5.5.4");
        smtp.send("MAIL FROM:<a@b.example> SMTPUTF8 SMTPUTF8").expect("501 5.5.4");
        smtp.send("MAIL FROM:<a@b.example>").expect("250");
        smtp.send("RCPT TO:<bob@our.example> SMTPUTF8").expect("555 5.5.4");
    }

    @Test
    void rfc6531_3_7_4_2_VRFY_has_the_parameter_too() throws IOException {
        smtp.sendRaw(utf8("VRFY jürgen\r\n"));
        smtp.expectMatch("553 5\\.6\\.7 \\p{ASCII}*");
        smtp.send("VRFY juergen");
        smtp.expectMatch("252 2\\.6\\.8 \\p{ASCII}*");
        smtp.send("VRFY juergen SMTPUTF8");
        assertEquals("250 2.1.5 <jürgen>", smtp.line());
        smtp.sendRaw(utf8("VRFY jürgen smtputf8\r\n"));
        assertEquals("250 2.1.5 <jürgen>", smtp.line());
        smtp.send("VRFY bob SMTPUTF8").expectLines("250 2.1.5 <bob>");
        smtp.send("VRFY SMTPUTF8").expectLines("250 2.1.5 <SMTPUTF8>");
    }

    private SessionFixture.Taken send() throws IOException {
        smtp.send("DATA").expect("354");
        smtp.send("x", ".").expect("250 2.0.0");
        return sessionFixture.taken().getLast();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
