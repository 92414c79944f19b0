package mailserver.cli.sendmail;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.TestServer;
import mailserver.config.ServerFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendmailTest {
    @TempDir
    private Path home;

    private TestServer server;
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void start() {
        server = TestServer.start(home, "lan.example", "[peers]", "\"peer.example\" = \"127.0.0.1:1\"");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_message_without_a_header_gets_one() {
        assertEquals(0, sendmail("Hello\n.\nnot this\n", "bob"), err::toString);
        String text = only("bob");
        assertTrue(
                text.matches("(?s)Return-Path: <postmaster@lan.example>\nReceived: .*\nFrom: <" + user()
                        + "@lan.example>\nDate: .*\nMessage-ID: <.*@mail.lan.example>\n\nHello\n"),
                text);
    }

    @Test
    void recipients_are_read_from_the_message_and_blind_ones_are_kept_from_it() {
        String message = "From: Ann <ann@a.example>\r\nTo: Bob <bob@lan.example>,\r\n alice\r\nBcc: postmaster\r\n"
                + "Subject: hi\r\n\r\n.\r\nHello\r\n";
        assertEquals(0, sendmail(message, "-t", "-oi", "-f", "alice@lan.example", "-FAnn A"), err::toString);
        for (String user : List.of("bob", "alice", "postmaster")) {
            String text = only(user);
            assertTrue(text.startsWith("Return-Path: <alice@lan.example>\n"), text);
            assertTrue(
                    text.contains(
                            "\nFrom: Ann <ann@a.example>\nTo: Bob <bob@lan.example>,\n alice\nSubject: hi\nDate: "),
                    text);
            assertTrue(text.endsWith("\n\n.\nHello\n"), text);
            assertFalse(text.contains("Bcc"), text);
        }
    }

    @Test
    void a_full_name_goes_into_a_from_that_is_missing() {
        sendmail(
                "Subject: cron\n\nx\n",
                "-FCron \"D\" Grün",
                "-i",
                "-B8BITMIME",
                "-oem",
                "-f",
                "bob@lan.example",
                "bob");
        assertTrue(only("bob").contains("\nFrom: \"Cron \\\"D\\\" Gr\u00c3\u00bcn\" <bob@lan.example>\n"), only("bob"));
    }

    @Test
    void a_refusal_is_told_by_word_and_code() {
        assertEquals(67, sendmail("x\n", "nobody@lan.example"));
        assertEquals(
                "sendmail: nobody@lan.example: 550 5.1.1 <nobody@lan.example>: Recipient address rejected: User unknown\n",
                err.toString());
        assertEquals(68, sendmail("x\n", "bob@nowhere.example"));
        assertEquals(67, sendmail("x\n", "-f", "nobody@lan.example", "bob"));
        assertEquals(67, sendmail("x\n", "not an address"));
        assertEquals(64, sendmail("x\n"));
        assertEquals(64, sendmail("x\n", "-bz"));
        assertEquals(64, sendmail("x\n", "-f"));
        assertEquals(List.of(), server.mail("lan.example", "bob"));
    }

    @Test
    void mail_for_others_waits_in_the_servers_own_queue() {
        assertEquals(0, sendmail("x\n", "-f", "<>", "--", "ann@peer.example"));
        assertEquals(1, server.queued().size());
    }

    @Test
    void with_the_server_down_it_waits_in_the_home_and_goes_at_the_next_start() throws Exception {
        server.close();
        assertEquals(
                0,
                sendmail("Subject: late\n\nGr\u00fc\u00dfe\n", "-f", "alice@lan.example", "bob", "ann@peer.example"),
                err::toString);
        assertEquals(0, sendmail("Subject: to nobody\n\n", "-f", "alice@lan.example", "nobody"), err::toString);
        assertEquals(2, server.queued().size());
        assertEquals(List.of(), server.mail("lan.example", "bob"));
        server.start();
        await().until(() -> !server.mail("lan.example", "bob").isEmpty());
        String text = only("bob");
        assertTrue(text.startsWith("Return-Path: <alice@lan.example>\n"), text);
        assertTrue(text.contains("\nSubject: late\n") && text.endsWith("\nGr\u00c3\u00bc\u00c3\u009fe\n"), text);
        assertEquals(1, server.mail("lan.example", "bob").size());
        // It was nobody's refusal to hear, so the sender gets a report.
        await().until(() -> !server.mail("lan.example", "alice").isEmpty());
        assertTrue(only("alice").contains("Final-Recipient: rfc822; nobody@lan.example"));
    }

    @Test
    void where_it_can_neither_go_nor_wait_the_caller_shall_try_again() throws Exception {
        server.close();
        var gone = new ServerFiles(home.resolve("gone"));
        assertEquals(75, run(gone, "x\n", "bob@lan.example"));
        assertTrue(err.toString().startsWith("sendmail: no server takes it, and it can't wait in "), err.toString());
        assertFalse(Files.exists(gone.home()));
    }

    @Test
    void smtp_is_spoken_on_standard_input_with_the_server() {
        assertEquals(0, sendmail(dialogue(), "-bs"));
        assertTrue(
                said().matches(
                                "220 mail.lan.example .*\r\n250 .*\r\n250 2.1.0 .*\r\n250 2.1.5 .*\r\n354 .*\r\n250 2.*\r\n221 .*\r\n"),
                said());
        assertTrue(only("bob").endsWith("\n\nHello\n"));
    }

    @Test
    void smtp_is_spoken_on_standard_input_without_a_server_too() {
        server.close();
        assertEquals(0, sendmail(dialogue(), "-bs"));
        assertTrue(
                said().matches(
                                "220 mail.lan.example .*\r\n250 .*\r\n250 2.1.0 .*\r\n250 2.1.5 .*\r\n354 .*\r\n250 2.*\r\n221 .*\r\n"),
                said());
        server.start();
        await().until(() -> !server.mail("lan.example", "bob").isEmpty());
        assertTrue(only("bob").endsWith("\nSubject: hi\n\nHello\n"), only("bob"));
    }

    private static String dialogue() {
        return "HELO me\r\nMAIL FROM:<alice@lan.example>\r\nRCPT TO:<bob@lan.example>\r\nDATA\r\nSubject: hi\r\n\r\nHello\r\n.\r\nQUIT\r\n";
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String only(String user) {
        List<Path> mail = server.mail("lan.example", user);
        assertEquals(1, mail.size(), user);
        return TestServer.text(mail.getFirst());
    }

    private int sendmail(String input, String... words) {
        return run(new ServerFiles(home), input, words);
    }

    private int run(ServerFiles files, String input, String... words) {
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return new Sendmail(files, in, out, new PrintWriter(err)).run(List.of(words), () -> 0);
    }

    private static String user() {
        return System.getProperty("user.name");
    }
}
