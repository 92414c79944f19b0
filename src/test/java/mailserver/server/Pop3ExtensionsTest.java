package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mailserver.Dialogue;
import mailserver.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The POP3 extensions that are rules for accounts, and their settings. */
class Pop3ExtensionsTest {
    private static final String DOMAIN = "our.example";

    @TempDir
    Path home;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));

    @Test
    void rfc2449_6_5_a_second_login_waits_until_the_delay_is_over() throws IOException {
        try (TestServer server = start("login_delay = \"60s\"")) {
            assertStarts("+OK maildrop has 0 messages", login(server, "bob", "secret"));
            assertEquals(tooSoon(60), login(server, "bob", "secret"));
            assertStarts("+OK maildrop has 0 messages", login(server, "alice", "secret"));
            pass(Duration.ofMillis(59_500));
            assertEquals(tooSoon(1), login(server, "Bob@OUR.example", "secret"));
            pass(Duration.ofMillis(500));
            assertStarts("+OK maildrop has 0 messages", login(server, "bob", "secret"));
            assertEquals(tooSoon(60), login(server, "bob", "secret"));
        }
    }

    @Test
    void rfc2449_8_1_1_who_has_not_the_password_does_not_hear_of_the_delay() throws IOException {
        try (TestServer server = start("login_delay = \"60s\"")) {
            assertStarts("+OK maildrop has 0 messages", login(server, "bob", "secret"));
            assertEquals(
                    "-ERR [AUTH] Authentication failed: wrong user name or password", login(server, "bob", "wrong"));
            assertEquals(
                    "-ERR [AUTH] Authentication failed: wrong user name or password",
                    login(server, "nobody", "secret"));
            // And his attempts keep nobody out.
            pass(Duration.ofSeconds(60));
            assertStarts("-ERR [AUTH]", login(server, "bob", "wrong"));
            assertStarts("+OK maildrop has 0 messages", login(server, "bob", "secret"));
        }
    }

    @Test
    void rfc2449_6_5_a_login_that_fails_begins_no_delay() throws IOException {
        try (TestServer server = start("login_delay = \"60s\"");
                Dialogue first = session(server)) {
            first.send("USER bob", "PASS secret");
            first.expect("+OK");
            first.expect("+OK");
            pass(Duration.ofSeconds(60));
            assertStarts("-ERR [IN-USE]", login(server, "bob", "secret"));
            first.send("QUIT").expect("+OK");
            assertStarts("+OK", login(server, "bob", "secret"));
        }
    }

    @Test
    void rfc2449_6_5_a_clock_that_is_set_back_locks_nobody_out() throws IOException {
        try (TestServer server = start("login_delay = \"60s\"")) {
            assertStarts("+OK", login(server, "bob", "secret"));
            pass(Duration.ofDays(-365));
            assertStarts("+OK", login(server, "bob", "secret"));
        }
    }

    @Test
    void rfc2449_6_5_a_reload_changes_the_delay() throws IOException {
        try (TestServer server = start("login_delay = \"60s\"")) {
            assertStarts("+OK", login(server, "bob", "secret"));
            assertEquals(tooSoon(60), login(server, "bob", "secret"));
            reload(server, "login_delay = \"60s\"", "login_delay = \"5m\"");
            assertEquals(tooSoon(300), login(server, "bob", "secret"));
            reload(server, "login_delay = \"5m\"", "");
            assertStarts("+OK", login(server, "bob", "secret"));
        }
    }

    @Test
    void rfc2449_6_7_messages_older_than_expire_are_removed_and_capa_says_so() throws IOException {
        Path inbox = Files.createDirectories(home.resolve("maildir/our.example/bob/new"));
        Path gone = Files.createDirectories(home.resolve("maildir/our.example/former/new"));
        Path old = message(inbox, Duration.ofDays(31));
        Path young = message(inbox, Duration.ofDays(29));
        Path nobodys = message(gone, Duration.ofDays(31));
        try (TestServer server = start("expire = \"30d\"")) {
            await().until(() -> Files.notExists(old));
            assertTrue(Files.exists(young));
            assertTrue(Files.exists(nobodys), "nobody was told that it would go");
            assertStarts("+OK maildrop has 1 message", login(server, "bob", "secret"));
            try (Dialogue client = session(server)) {
                client.send("CAPA").expect("+OK");
                assertTrue(client.untilDot().contains("EXPIRE 30"));
            }
        }
    }

    @Test
    void rfc2449_6_7_nothing_is_removed_without_the_setting() throws IOException {
        Path inbox = Files.createDirectories(home.resolve("maildir/our.example/bob/new"));
        Path tmp = Files.createDirectories(home.resolve("maildir/our.example/postmaster/tmp"));
        Path ancient = message(inbox, Duration.ofDays(3650));
        Path leftover = message(tmp, Duration.ofDays(3650));
        try (TestServer server = start("")) {
            await().until(() -> Files.notExists(leftover));
            assertStarts("+OK maildrop has 1 message", login(server, "bob", "secret"));
            assertTrue(Files.exists(ancient));
        }
    }

    @Test
    void rfc6856_2_2_names_and_passwords_are_utf8_however_their_letters_are_written() throws IOException {
        try (TestServer server = start("")) {
            String account = "j\u00fcrgen@our.example:{PLAIN}gr\u00fc\u00df dich\n";
            server.write("etc/accounts", account + "zo\u00eb@our.example:{PLAIN}e\u0308\u00a0x\n");
            server.server().reload(server.settings());
            assertStarts("+OK", login(server, "j\u00fcrgen", "gr\u00fc\u00df dich"));
            assertStarts("+OK", login(server, "JU\u0308RGEN@our.example", "gru\u0308\u00df\u00a0dich"));
            assertStarts("-ERR [AUTH]", login(server, "ju\u0308rgen", "gr\u00fc\u00df  dich"));
            // What was stored in another spelling is still a password as it was stored.
            assertStarts("+OK", login(server, "zo\u00eb", "e\u0308\u00a0x"));
        }
    }

    @Test
    void the_settings_switch_off_what_they_name_and_a_reload_counts_in_open_sessions() throws IOException {
        try (TestServer server = start("without = [\"UIDL\", \"IMPLEMENTATION\", \"LANG\"]");
                Dialogue client = session(server)) {
            client.send("USER bob").expect("+OK");
            client.send("PASS secret").expect("+OK");
            client.send("CAPA").expect("+OK");
            assertEquals(
                    List.of(
                            "STLS",
                            "SASL SCRAM-SHA-256 PLAIN LOGIN",
                            "TOP",
                            "USER",
                            "PIPELINING",
                            "RESP-CODES",
                            "AUTH-RESP-CODE",
                            "LOGIN-DELAY 0",
                            "EXPIRE NEVER",
                            "UTF8 USER"),
                    client.untilDot());
            reload(server, "without = [\"UIDL\", \"IMPLEMENTATION\", \"LANG\"]", "without = [\"TOP\"]");
            client.send("UIDL").expect("+OK");
            client.untilDot();
            client.send("TOP 1 0").expect("-ERR Command not recognized");
        }
    }

    private TestServer start(String pop3) throws IOException {
        // Not with the right time: messages of the year 2026 may be old by then.
        TestServer server = TestServer.start(home, DOMAIN);
        server.close();
        String text = Files.readString(home.resolve("etc/mailserver.toml"));
        server.write("etc/mailserver.toml", text.replace("[pop3]\n", "[pop3]\n" + pop3 + "\n"));
        server.start(ServerOptions.DEFAULT.withClock(now::get));
        return server;
    }

    private void reload(TestServer server, String before, String after) throws IOException {
        String text = Files.readString(home.resolve("etc/mailserver.toml"));
        server.write("etc/mailserver.toml", text.replace(before, after));
        server.server().reload(server.settings());
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static Dialogue session(TestServer server) throws IOException {
        Dialogue client = Dialogue.with(server.pop3Port());
        client.expect("+OK");
        return client;
    }

    /** Logs in, and out again. */
    private static String login(TestServer server, String user, String password) throws IOException {
        try (Dialogue client = session(server)) {
            say(client, "USER " + user);
            client.expect("+OK");
            say(client, "PASS " + password);
            String answer = client.line();
            client.send("QUIT").expect("+OK");
            client.expectEnd();
            return answer;
        }
    }

    private static void say(Dialogue client, String line) throws IOException {
        client.sendRaw((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void assertStarts(String start, String line) {
        assertTrue(line.startsWith(start), line);
    }

    private static String tooSoon(int seconds) {
        return "-ERR [LOGIN-DELAY] you logged in a moment ago, come back in " + seconds + " seconds";
    }

    private Path message(Path folder, Duration age) throws IOException {
        Instant time = now.get().minus(age);
        Path file = folder.resolve(time.getEpochSecond() + ".M1P1Q1.h");
        Files.writeString(file, "Subject: hello\n\n");
        Files.setLastModifiedTime(file, FileTime.from(time));
        return file;
    }
}
