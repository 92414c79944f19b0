package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.account.Passwords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaTest {
    private static final String DOMAIN = "here.example";

    @TempDir
    private Path home;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(home, DOMAIN, "[limits]", "mailbox = \"10 KiB\"");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_message_that_has_no_room_is_put_off_and_a_full_mailbox_is_told_at_once() throws Exception {
        assertEquals("250", send(8000, "bob"));
        assertEquals("452 4.2.2 the mailbox has no room", send(4000, "bob").replaceFirst(" for .*", ""));
        assertEquals(1, server.mail(DOMAIN, "bob").size());
        // One to another as well goes to both.
        assertEquals("250", send(4000, "bob", "alice"));
        Letters.until(() -> rcpt("bob").startsWith("452 4.2.2 the mailbox of <bob@here.example> is full"));
        assertEquals("250", rcpt("alice").substring(0, 3));
        // Its owner makes room.
        for (Path file : server.mail(DOMAIN, "bob")) {
            Files.delete(file);
        }
        Letters.until(() -> rcpt("bob").startsWith("250"));
    }

    @Test
    void who_is_nearly_full_is_told_once() throws Exception {
        assertEquals("250", send(9300, "bob"));
        Letters.until(() -> server.mail(DOMAIN, "bob").size() == 2);
        String warning = TestServer.text(server.mail(DOMAIN, "bob").getLast());
        assertTrue(warning.startsWith("Return-Path: <>\n"), warning);
        assertTrue(warning.contains("\nSubject: Your mailbox is 9") && warning.contains(" % full\n"), warning);
        assertTrue(warning.contains("\nAuto-Submitted: auto-generated\n"), warning);
        send(10, "bob");
        assertEquals(
                2,
                subjects("bob").stream()
                        .filter(text -> !text.contains("% full"))
                        .count());
        assertEquals(3, server.mail(DOMAIN, "bob").size());
    }

    @Test
    void a_line_in_the_accounts_file_counts_before_the_limit_for_all() throws Exception {
        String hash = Passwords.hash("secret");
        server.write(
                "etc/accounts",
                "bob@here.example:" + hash + "::::::quota=1K\nalice@here.example:" + hash + ":quota=unlimited\n");
        server.server().reload(server.settings());
        assertEquals("452", send(2000, "bob").substring(0, 3));
        assertEquals("250", send(20_000, "alice"));
        assertEquals("250", send(20_000, "alice"));
    }

    private List<String> subjects(String user) {
        return server.mail(DOMAIN, user).stream().map(TestServer::text).toList();
    }

    private String rcpt(String user) throws Exception {
        try (var client = Dialogue.with(server.smtpPort())) {
            client.expectReply(220);
            client.send("HELO me").expectReply(250);
            client.send("MAIL FROM:<>").expectReply(250);
            client.send("RCPT TO:<" + user + "@" + DOMAIN + ">");
            return client.line();
        }
    }

    /** @return the code of the last answer, and all of it where it is no success */
    private String send(int octets, String... users) throws Exception {
        try (var client = Dialogue.with(server.smtpPort())) {
            client.expectReply(220);
            client.send("HELO me").expectReply(250);
            client.send("MAIL FROM:<>").expectReply(250);
            for (String user : users) {
                client.send("RCPT TO:<" + user + "@" + DOMAIN + ">").expectReply(250);
            }
            client.send("DATA").expectReply(354);
            client.send("Subject: x", "", "x".repeat(octets), ".");
            String line = client.line();
            return line.startsWith("250") ? "250" : line;
        }
    }
}
