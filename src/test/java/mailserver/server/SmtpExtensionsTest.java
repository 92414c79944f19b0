package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What EHLO offers, kept: each extension from the wire to the file on disk. */
class SmtpExtensionsTest {
    private static final String[] STRANGERS = {"[trust]", "networks = [\"127.0.0.2/32\"]"};

    @TempDir
    private Path home;

    private TestServer server;
    private Dialogue smtp;

    @BeforeEach
    void start() throws IOException {
        start("[limits]", "message_size = 5000", "recipients = 3", "errors = 5");
    }

    private void start(String... configuration) throws IOException {
        server = TestServer.start(home, "our.example", configuration);
        smtp = Dialogue.with(server.smtpPort());
        smtp.expect("220 mail.our.example ESMTP");
    }

    private void restart(String... configuration) throws IOException {
        stop();
        start(configuration);
    }

    @AfterEach
    void stop() throws IOException {
        smtp.close();
        server.close();
    }

    @Test
    void rfc5321_4_1_1_1_EHLO_lists_what_is_offered_and_HELO_nothing() throws IOException {
        smtp.talk("""
                C: EHLO client.example
                S= 250-mail.our.example greets [127.0.0.1]
                S= 250-STARTTLS
                S= 250-ETRN
                S~ 250-FUTURERELEASE 2678400 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ
                S= 250-DELIVERBY 1
                S= 250-MT-PRIORITY
                S= 250-PIPELINING
                S= 250-SIZE 5000
                S= 250-8BITMIME
                S= 250-SMTPUTF8
                S= 250-CHUNKING
                S= 250-BINARYMIME
                S= 250-DSN
                S= 250-ENHANCEDSTATUSCODES
                S= 250-LIMITS RCPTMAX=3
                S= 250-VRFY
                S= 250 HELP
                C: HELO client.example
                S= 250 mail.our.example
                """);
    }

    @Test
    void rfc5321_4_1_4_a_second_greeting_forgets_the_message() throws IOException {
        for (String greeting : List.of("EHLO again.example", "HELO again.example")) {
            begin("bob@our.example");
            smtp.send(greeting).expectReply(250);
            smtp.send("DATA").expect("503 5.5.1");
        }
    }

    @Test
    void rfc2920_3_2_a_whole_session_in_one_packet_is_answered_in_order() throws IOException {
        smtp.sendRaw(
                "EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<bob@our.example>\r\nRCPT TO:<nobody@our.example>\r\n"
                        + "DATA\r\none\r\n.\r\nMAIL FROM:<c@d.example> BODY=8BITMIME\r\nRCPT TO:<alice@our.example>\r\n"
                        + "BDAT 5\r\nQUIT\rBDAT 3 LAST\r\n\ny\nNOOP\r\nRSET\r\nQUIT\r\n");
        smtp.expectReply(250);
        smtp.talk("""
                S: 250 2.1.0
                S: 250 2.1.5
                S: 550 5.1.1
                S: 354
                S: 250 2.0.0 Ok: queued
                S: 250 2.1.0
                S: 250 2.1.5
                S: 250 2.0.0 5 octets
                S: 250 2.0.0 Ok: queued
                S: 250 2.0.0 Ok
                S: 250 2.0.0 Ok
                S: 221 2.0.0
                END
                """);
        assertTrue(only("bob").endsWith("\none\n"), only("bob"));
        assertTrue(only("alice").endsWith("QUIT\ny\n"), only("alice"));
    }

    @Test
    void rfc1870_6_1_a_message_is_refused_before_it_comes() throws IOException {
        smtp.talk("""
                C: MAIL FROM:<a@b.example> SIZE=5001
                S: 552 5.3.4
                C: MAIL FROM:<a@b.example> SIZE=5000 BODY=8BITMIME
                S: 250 2.1.0
                """);
    }

    @Test
    void rfc1870_6_3_a_message_that_is_larger_than_it_said_is_judged_by_what_it_is() throws IOException {
        smtp.send("MAIL FROM:<a@b.example> SIZE=1").expect("250");
        smtp.send("RCPT TO:<bob@our.example>").expect("250");
        smtp.send("DATA").expect("354");
        smtp.send("x".repeat(4998), ".").expect("250 2.0.0");
        begin("bob@our.example");
        smtp.sendRaw("BDAT 5001 LAST\r\n" + "x".repeat(4999) + "\r\n").expect("552 5.3.4");
        assertEquals(1, server.mail("our.example", "bob").size());
    }

    @Test
    void rfc6152_2_octets_over_127_stay_as_they_are() throws IOException {
        smtp.send("EHLO client.example").expectReply(250);
        smtp.send("MAIL FROM:<a@b.example> BODY=8BITMIME").expect("250");
        smtp.send("RCPT TO:<bob@our.example>").expect("250");
        smtp.send("DATA").expect("354");
        smtp.sendRaw("Subject: x\r\n\r\n\u00e4\u0080\u00ff\r\n.\r\n").expect("250");
        String mail = only("bob");
        assertTrue(mail.contains(" with ESMTP id "), mail);
        assertTrue(mail.endsWith("\n\n\u00e4\u0080\u00ff\n"), mail);
    }

    @Test
    void rfc6531_a_message_with_UTF_8_in_envelope_and_header_comes_to_its_mailbox() throws IOException {
        smtp.send("EHLO client.example").expectReply(250);
        smtp.sendRaw(utf8("MAIL FROM:<jürgen@else.example> BODY=8BITMIME SMTPUTF8\r\n"));
        assertEquals("250 2.1.0 Sender ok", smtp.line());
        smtp.send("RCPT TO:<bob@our.example>").expect("250");
        smtp.send("DATA").expect("354");
        smtp.sendRaw(utf8("From: jürgen@else.example\r\nSubject: Grüße\r\n\r\nx\r\n.\r\n"))
                .expect("250");
        String mail = new String(only("bob").getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        assertTrue(mail.startsWith("Return-Path: <jürgen@else.example>\nReceived: from client.example "), mail);
        assertTrue(mail.contains(" with UTF8SMTP id "), mail);
        assertTrue(mail.contains("\nSubject: Grüße\n"), mail);
    }

    @Test
    void rfc3030_4_2_a_binary_message_in_chunks_is_lines_in_the_mailbox() throws IOException {
        smtp.send("EHLO client.example").expectReply(250);
        smtp.send("MAIL FROM:<a@b.example> BODY=BINARYMIME").expect("250");
        smtp.send("RCPT TO:<bob@our.example>").expect("250");
        String header = "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Transfer-Encoding: binary\r\n\r\n";
        smtp.sendRaw("BDAT " + header.length() + "\r\n" + header + "BDAT 6 LAST\r\n\0\n\r.\r\u00ff");
        smtp.expect("250 2.0.0 " + header.length() + " octets received");
        smtp.expect("250 2.0.0 Ok: queued");
        assertTrue(only("bob").endsWith("Content-Transfer-Encoding: base64\n\nAAoNLg3/\n"), only("bob"));
    }

    @Test
    void rfc9422_4_the_recipient_over_the_limit_is_put_off() throws IOException {
        smtp.talk("""
                C: MAIL FROM:<a@b.example>
                C: RCPT TO:<bob@our.example>
                C: RCPT TO:<alice@our.example>
                C: RCPT TO:<postmaster@our.example>
                C: RCPT TO:<postmaster>
                S: 250
                S: 250
                S: 250
                S: 250
                S: 452 4.5.3
                """);
    }

    @Test
    void rfc9422_4_a_limit_beyond_six_digits_is_told_with_six() throws IOException {
        restart("[limits]", "recipients = 2000000");
        assertTrue(smtp.send("EHLO x").expectReply(250).contains("250-LIMITS RCPTMAX=999999"));
    }

    @Test
    void rfc2034_4_replies_have_an_enhanced_status_of_their_class() throws IOException {
        List<String> commands = List.of(
                "NOOP",
                "HELP",
                "HELP MAIL",
                "VRFY bob",
                "VRFY",
                "RSET",
                "DATA",
                "RCPT TO:<bob@our.example>",
                "MAIL FROM:<a@b.example>",
                "MAIL FROM:<a@b.example>",
                "DATA",
                "RCPT TO:<nobody@our.example>",
                "RCPT TO:<x@nowhere.example>",
                "RCPT TO:<bob@our.example>",
                "BDAT 0 LAST",
                "BDAT 0 LAST",
                "EXPN x",
                "BREW");
        restart("[limits]", "errors = 100");
        for (String command : commands) {
            smtp.send(command);
            String line;
            do {
                line = smtp.expectMatch("([245])\\d\\d[- ]\\1\\.\\d{1,3}\\.\\d{1,3} .+");
            } while (line.charAt(3) == '-');
        }
    }

    @Test
    void rfc5321_4_1_1_8_HELP_lists_the_commands_and_explains_each() throws IOException {
        smtp.talk("""
                C: HELP
                S= 214-2.0.0 The commands here are
                S= 214-2.0.0 EHLO HELO MAIL RCPT DATA BDAT RSET AUTH STARTTLS NOOP VRFY ETRN HELP QUIT
                S: 214 2.0.0
                C: HELP MAIL
                S= 214-2.0.0 MAIL FROM:<user@domain> [parameter ...]
                S~ 214-2\\.0\\.0 .*
                S~ 214-2\\.0\\.0 .*
                S~ 214-2\\.0\\.0 +SIZE=octets: .*\\(RFC 1870\\)
                S~ 214-2\\.0\\.0 +BODY=7BIT\\|8BITMIME\\|BINARYMIME: .*\\(RFC 6152, RFC 3030\\)
                S~ 214-2\\.0\\.0 +SMTPUTF8: .*\\(RFC 6531\\)
                S~ 214-2\\.0\\.0 +RET=FULL\\|HDRS: .*\\(RFC 3461\\)
                S~ 214-2\\.0\\.0 +ENVID=xtext: .*\\(RFC 3461\\)
                S= 214-2.0.0   REQUIRETLS: sent on over TLS to known servers only, or back to you (RFC 8689)
                S= 214-2.0.0   AUTH=<>|user@domain: who handed it in first; read, and not relied on (RFC 4954)
                S= 214-2.0.0   HOLDFOR=seconds: how long to wait with it; for trusted or logged-in senders (RFC 4865)
                S= 214-2.0.0   HOLDUNTIL=date-and-time: until when, such as 2026-03-01T10:15:30Z; likewise (RFC 4865)
                S= 214-2.0.0   BY=seconds;R|seconds;N: by when, or else it's returned, or you notified; likewise (RFC 2852)
                S= 214-2.0.0   MT-PRIORITY=number: from -9, behind all others, to 9; likewise (RFC 6710)
                S= 214 2.0.0 See RFC 5321 section 4.1.1.2
                C: help noop
                S= 214-2.0.0 NOOP [anything]
                S~ 214-2\\.0\\.0 .*
                S= 214 2.0.0 See RFC 5321 section 4.1.1.9
                C: HELP NOSUCH
                S: 504 5.5.4
                """);
    }

    @Test
    void a_trusted_host_may_name_any_number_of_unknown_recipients_but_not_write_nonsense() throws IOException {
        smtp.send("MAIL FROM:<a@b.example>").expect("250");
        for (int i = 0; i < 30; i++) {
            smtp.send("RCPT TO:<nobody" + i + "@our.example>").expect("550 5.1.1");
        }
        for (int i = 0; i < 5; i++) {
            smtp.send("RCPT TO:nobody").expect("501 5.1.3");
        }
        smtp.expect("421 4.7.0");
        smtp.expectEnd();
    }

    @Test
    void a_stranger_who_guesses_recipients_is_sent_away() throws IOException {
        restart("[limits]", "errors = 5", STRANGERS[0], STRANGERS[1]);
        smtp.send("MAIL FROM:<a@b.example>").expect("250");
        for (int i = 0; i < 5; i++) {
            smtp.send("RCPT TO:<nobody" + i + "@our.example>").expect("550 5.1.1");
        }
        smtp.expect("421 4.7.0");
        smtp.expectEnd();
    }

    @Test
    void rfc5321_2_3_8_bare_newlines_are_taken_for_line_ends_unless_the_configuration_says_otherwise()
            throws IOException {
        begin("bob@our.example");
        smtp.send("DATA").expect("354");
        smtp.sendRaw("a\nb\rc\r\n.\r\n").expect("250 2.0.0");
        assertTrue(only("bob").endsWith("\na\nb\nc\n"), only("bob"));
        restart("");
        server.write(
                "etc/mailserver.toml",
                TestServer.text(home.resolve("etc/mailserver.toml"))
                        .replace("[smtp]", "[smtp]\nbare_newlines = \"refuse\""));
        server.server().reload(server.settings());
        begin("alice@our.example");
        smtp.send("DATA").expect("354");
        smtp.sendRaw("a\nb\r\n.\nRSET\r\n.\r\nNOOP\r\n").expect("550 5.5.2");
        smtp.expect("250 2.0.0 Ok");
        begin("alice@our.example");
        smtp.sendRaw("BDAT 4 LAST\r\na\nb\n").expect("550 5.5.2");
        assertEquals(List.of(), server.mail("our.example", "alice"));
        begin("alice@our.example");
        smtp.send("DATA").expect("354");
        smtp.send("a", "b", ".").expect("250 2.0.0");
        assertTrue(only("alice").endsWith("\na\nb\n"));
    }

    private void begin(String... recipients) throws IOException {
        smtp.send("MAIL FROM:<a@b.example>").expect("250");
        for (String recipient : recipients) {
            smtp.send("RCPT TO:<" + recipient + ">").expect("250");
        }
    }

    private String only(String user) {
        return Letters.only(server, "our.example", user);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
