package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SMTP from the first packet to the file on disk. */
class SmtpDialogueTest {
    @TempDir
    private Path home;

    private TestServer server;
    private Dialogue smtp;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(
                home,
                "our.example",
                "[limits]",
                "message_size = 5000",
                "recipients = 3",
                "errors = 5",
                "idle = \"30s\"");
        smtp = Dialogue.with(server.smtpPort());
        smtp.expect("220 mail.our.example");
    }

    @AfterEach
    void stop() throws IOException {
        smtp.close();
        server.close();
    }

    @Test
    void a_message_is_a_file_that_tells_its_sizes_and_digest() throws Exception {
        smtp.talk("""
                C: HELO client.example
                S: 250 mail.our.example
                C: MAIL FROM:<alice@our.example>
                S: 250
                C: RCPT TO:<bob@our.example>
                S: 250
                C: DATA
                S: 354
                C: Subject: dots
                C:\s
                C: ..one
                C: two
                C: .
                S: 250 2.0.0
                C: QUIT
                S: 221
                END
                """);
        Path file = onlyMailOf("bob");
        String text = TestServer.text(file);
        String[] lines = text.split("\n", -1);
        assertEquals("Return-Path: <alice@our.example>", lines[0]);
        assertTrue(lines[1].matches("Received: from client\\.example \\(\\[127\\.0\\.0\\.1]\\)"), lines[1]);
        assertTrue(lines[2].matches("\tby mail\\.our\\.example with SMTP id \\w+"), lines[2]);
        assertEquals("\tfor <bob@our.example>;", lines[3]);
        assertTrue(lines[5].startsWith("Date: "), text);
        assertEquals("From: alice@our.example", lines[6]);
        assertTrue(lines[7].startsWith("Message-ID: <"), text);
        assertEquals(
                List.of("Subject: dots", " ".strip(), ".one", "two", ""),
                List.of(lines).subList(8, lines.length));
        long wire = text.length() + text.chars().filter(c -> c == '\n').count();
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        String name = file.getFileName().toString();
        assertTrue(
                name.matches("\\d+\\.M\\d+P\\d+Q\\d+\\.mail\\.our\\.example,S=" + text.length() + ",W=" + wire + ",H="
                        + sha256),
                name);
        assertEquals("new", file.getParent().getFileName().toString());
        assertEquals(
                "[OWNER_READ, OWNER_WRITE]",
                Files.getPosixFilePermissions(file).stream().sorted().toList().toString());
    }

    @Test
    void several_mailboxes_share_one_file_that_names_none_of_them() throws IOException {
        begin("alice@our.example", "bob@our.example", "postmaster@our.example");
        smtp.send("DATA").expect("354");
        smtp.send("Subject: all", "", "x", ".").expect("250");
        Path bob = onlyMailOf("bob");
        assertEquals(Files.getAttribute(bob, "unix:ino"), Files.getAttribute(onlyMailOf("alice"), "unix:ino"));
        assertEquals(3, Files.getAttribute(bob, "unix:nlink"));
        assertTrue(!TestServer.text(bob).contains("for <"), "each would learn of the others");
        assertEquals(List.of(), leftovers());
    }

    @Test
    void sloppy_peers_are_served() throws IOException {
        smtp.sendRaw("mail from: <a@b.example>\nrcpt to: bob@our.example\ndata\n");
        smtp.expect("250");
        smtp.expect("250");
        smtp.expect("354");
        smtp.send("x", ".").expect("250");
        assertTrue(TestServer.text(onlyMailOf("bob")).contains("Received: from unknown ([127.0.0.1])"));
    }

    @Test
    void a_whole_session_in_one_packet_is_answered_in_order() throws IOException {
        smtp.talk("""
                C: HELO x
                C: MAIL FROM:<a@b.example>
                C: RCPT TO:<bob@our.example>
                C: DATA
                C: hello
                C: .
                C: NOOP
                C: QUIT
                S: 250 mail.our.example
                S: 250 2.1.0
                S: 250 2.1.5
                S: 354
                S: 250 2.0.0
                S: 250 2.0.0
                S: 221
                END
                """);
    }

    @Test
    void commands_out_of_order_and_unknown_ones_are_told_so() throws IOException {
        smtp.talk("""
                C: RCPT TO:<bob@our.example>
                S: 503 5.5.1
                C: DATA
                S: 503 5.5.1
                C: MAIL FROM:<a@b.example>
                S: 250
                C: DATA
                S: 554 5.5.1
                C: MAIL FROM:<a@b.example>
                S: 503 5.5.1
                C: VRFY
                S: 501 5.5.4
                C: BREW
                S: 500 5.5.2
                C: NOOP
                S: 421 4.7.0
                END
                """);
    }

    @Test
    void one_recipient_too_many_is_put_off_and_one_named_twice_gets_one_copy() throws IOException {
        begin("bob@our.example", "bob@our.example", "alice@our.example", "postmaster@our.example");
        smtp.send("RCPT TO:<bob+x@our.example>").expect("452 4.5.3");
        smtp.send("DATA").expect("354");
        smtp.send("x", ".").expect("250");
        onlyMailOf("bob");
    }

    @Test
    void a_message_over_the_limit_is_refused_before_it_comes_or_at_its_end() throws IOException {
        smtp.send("MAIL FROM:<a@b.example> SIZE=5001").expect("552 5.3.4");
        smtp.send("MAIL FROM:<a@b.example> SIZE=99999999999999999999").expect("552 5.3.4");
        smtp.send("MAIL FROM:<a@b.example> SIZE=5000").expect("250");
        smtp.send("RCPT TO:<bob@our.example>").expect("250");
        smtp.send("DATA").expect("354");
        smtp.send("x".repeat(4998), ".").expect("250");
        begin("bob@our.example");
        smtp.send("DATA").expect("354");
        smtp.send("x".repeat(4999), ".").expect("552 5.3.4");
        begin("bob@our.example");
        smtp.send("DATA").expect("354");
        smtp.send("x".repeat(900_000), "MAIL FROM:<smuggled@b.example>", ".").expect("552 5.3.4");
        smtp.send("NOOP").expect("250");
        assertEquals(1, server.mail("our.example", "bob").size());
        assertEquals(List.of(), leftovers());
    }

    @Test
    void a_message_that_runs_in_a_loop_is_refused() throws IOException {
        begin("bob@our.example");
        smtp.send("DATA").expect("354");
        smtp.sendRaw("Received: a\r\n".repeat(100))
                .send("", "Received: in the body", ".")
                .expect("250");
        begin("bob@our.example");
        smtp.send("DATA").expect("354");
        smtp.sendRaw("RECEIVED: a\r\n".repeat(101)).send(".").expect("554 5.4.6");
        assertEquals(1, server.mail("our.example", "bob").size());
    }

    @Test
    void a_client_gone_in_the_middle_of_the_data_delivers_nothing() throws IOException {
        begin("bob@our.example");
        smtp.send("DATA").expect("354");
        smtp.sendRaw("x\r\n".repeat(1000)).close();
        await().until(() -> server.server().smtpSessions() == 0);
        assertEquals(List.of(), server.mail("our.example", "bob"));
        assertEquals(List.of(), leftovers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\n.\r",
                "\n\r.\n\r",
                "\r.\r",
                "\r.\n",
                "\r.\r\n",
                "\r\n.\n",
                "\r\n.\n\n",
                "\r\n.\r",
                "\r\n.\r\r\n",
                "\r\n..\r\n",
                "\r\n. \r\n",
                "\r\n.\0\r\n",
                "\r\n\0.\r\n",
                "\u000b.\r\n",
                // U+0085 in UTF-8, which is a line end to some.
                "\u00c2\u0085.\u00c2\u0085"
            })
    void nothing_is_smuggled_behind_a_false_end_of_data(String falseEnd) throws IOException {
        begin("bob@our.example");
        smtp.send("DATA").expect("354");
        smtp.sendRaw(
                "x" + falseEnd + "MAIL FROM:<smuggled@b.example>\r\nRCPT TO:<alice@our.example>\r\nDATA\r\ny\r\n.\r\n");
        smtp.expect("250 2.0.0");
        smtp.send("NOOP").expect("250");
        assertTrue(TestServer.text(onlyMailOf("bob")).contains("smuggled"));
        assertEquals(List.of(), server.mail("our.example", "alice"));
    }

    @Test
    void bad_lines_have_an_answer_and_the_session_lives() throws IOException {
        smtp.sendRaw("NO\0OP\r\n").expect("500 5.5.2");
        smtp.sendRaw("NOOP " + "x".repeat(100_000) + "\r\n").expect("500 5.5.2");
        smtp.sendRaw("NOOP \u00ff\r\n").expect("500 5.5.2");
        smtp.send("NOOP").expect("250");
    }

    @Test
    void a_line_without_an_end_ends_the_session() throws IOException {
        smtp.sendRaw("x".repeat(17 * 1024 * 1024));
        smtp.expect("500 5.5.2");
        smtp.expectEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "a/../b", "..", "a b", "<x", "a@@b", "a\u0001b"})
    void an_address_that_is_none_is_refused_and_one_with_a_slash_is_nobody(String address) throws IOException {
        smtp.send("MAIL FROM:<a@b.example>").expect("250");
        smtp.send("RCPT TO:<" + address + "@our.example>").expect("5");
        smtp.send("RCPT TO:<a/b@our.example>").expect("550 5.1.1");
        smtp.send("RCPT TO:<" + "x".repeat(300) + "@our.example>").expect("501 5.1.3");
        smtp.send("NOOP").expect("250");
    }

    @Test
    void a_mailbox_that_cannot_be_written_puts_the_message_off_and_takes_the_other_copies_back() throws IOException {
        Files.createDirectories(home.resolve("maildir/our.example"));
        Files.writeString(home.resolve("maildir/our.example/bob"), "a file where a folder should be");
        begin("alice@our.example", "bob@our.example");
        smtp.send("DATA").expect("452 4.3.1");
        Files.delete(home.resolve("maildir/our.example/bob"));
        begin("alice@our.example", "bob@our.example");
        smtp.send("DATA").expect("354");
        // The folder goes away while the message comes in.
        Files.delete(home.resolve("maildir/our.example/bob/new"));
        Files.writeString(home.resolve("maildir/our.example/bob/new"), "in the way");
        smtp.send("x", ".").expect("452 4.3.1");
        assertEquals(List.of(), server.mail("our.example", "alice"));
        assertEquals(List.of(), leftovers());
        smtp.send("NOOP").expect("250");
    }

    @Test
    void a_server_that_stops_says_421() throws Exception {
        smtp.send("MAIL FROM:<a@b.example>").expect("250");
        Thread stopping = Thread.ofVirtual().start(() -> server.server().stop(Duration.ofMillis(10)));
        smtp.expect("421 4.3.2");
        smtp.expectEnd();
        stopping.join();
        server.start();
    }

    private void begin(String... recipients) throws IOException {
        smtp.send("MAIL FROM:<a@b.example>").expect("250");
        for (String recipient : recipients) {
            smtp.send("RCPT TO:<" + recipient + ">").expect("250");
        }
    }

    private Path onlyMailOf(String user) {
        List<Path> mail = server.mail("our.example", user);
        assertEquals(1, mail.size(), mail::toString);
        return mail.getFirst();
    }

    /** What lies in the tmp folders. */
    private List<Path> leftovers() throws IOException {
        try (var files = Files.walk(home.resolve("maildir"))) {
            return files.filter(
                            file -> file.getParent().getFileName().toString().equals("tmp"))
                    .toList();
        }
    }
}
