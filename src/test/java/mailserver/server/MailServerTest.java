package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailServerTest {
    @TempDir
    private Path home;

    @Test
    void a_second_server_is_kept_out_of_the_home_and_a_later_one_is_not() {
        try (TestServer server = TestServer.start(home, "our.example")) {
            var refused = assertThrows(
                    StartException.class,
                    () -> MailServer.start(new ServerFiles(home), server.settings(), ServerOptions.DEFAULT));
            assertTrue(refused.getMessage().contains("runs in " + home), refused.getMessage());
        }
        TestServer.start(home, "our.example").close();
    }

    @Test
    void a_port_in_use_is_said_and_leaves_nothing_running() throws Exception {
        try (var other = new ServerSocket(0)) {
            TestServer.start(home, "our.example").close();
            var files = new ServerFiles(home);
            Files.writeString(
                    files.configuration(),
                    Files.readString(files.configuration())
                            .replaceFirst(
                                    "\\[pop3]\nlisten = .*",
                                    "[pop3]\nlisten = [\"0.0.0.0:" + other.getLocalPort() + "\"]"));
            var settings = Settings.load(files);
            var refused =
                    assertThrows(StartException.class, () -> MailServer.start(files, settings, ServerOptions.DEFAULT));
            assertTrue(refused.getMessage().contains("pop3 can't listen at 0.0.0.0:" + other.getLocalPort()));
            assertTrue(Files.notExists(files.pid()));
        }
        TestServer.start(home, "our.example").close();
    }

    @Test
    void strangers_have_a_limit_of_their_own_and_trusted_hosts_the_common_one() throws IOException {
        var limits = new String[] {"[limits]", "sessions = 4", "sessions_per_address = 2"};
        try (TestServer server = TestServer.start(home, "our.example", limits)) {
            assertEquals(List.of("220", "220", "220", "220", "421"), greetings(server, 5));
        }
        var strangers = new String[] {
            "[trust]", "networks = [\"127.0.0.2/32\"]", "[limits]", "sessions = 4", "sessions_per_address = 2"
        };
        try (TestServer server = TestServer.start(home, "our.example", strangers)) {
            assertEquals(List.of("220", "220", "421"), greetings(server, 3));
            await().until(() -> server.server().smtpSessions() == 0);
            assertEquals(List.of("220"), greetings(server, 1), "a place is free again");
        }
    }

    @Test
    void a_reload_counts_at_once_in_sessions_that_are_open() throws IOException {
        try (TestServer server = TestServer.start(home, "our.example");
                Dialogue smtp = Dialogue.with(server.smtpPort());
                Dialogue pop3 = Dialogue.with(server.pop3Port())) {
            smtp.expect("220");
            pop3.expect("+OK");
            smtp.send("MAIL FROM:<a@b.example>").expect("250");
            smtp.send("RCPT TO:<carol@our.example>").expect("550 5.1.1");
            smtp.send("RCPT TO:<x@peer.example>").expect("550 5.1.2");
            server.write("etc/accounts", "carol@our.example:{PLAIN}new\n");
            server.write("etc/aliases", "sales@our.example: carol@our.example\n");
            Path configuration = home.resolve("etc/mailserver.toml");
            server.write(
                    "etc/mailserver.toml",
                    Files.readString(configuration) + "[peers]\n\"peer.example\" = \"127.0.0.1:9\"\n");
            List<String> lines = server.server().reload(server.settings());
            assertTrue(lines.getFirst().startsWith("taken: "), lines::toString);
            smtp.send("RCPT TO:<carol@our.example>").expect("250");
            smtp.send("RCPT TO:<sales@our.example>").expect("250");
            smtp.send("RCPT TO:<x@peer.example>").expect("250");
            smtp.send("RCPT TO:<bob@our.example>").expect("550 5.1.1");
            pop3.send("USER carol@our.example").expect("+OK");
            pop3.send("PASS new").expect("+OK");
        }
    }

    @Test
    void what_crashed_deliveries_left_is_removed_after_36_hours() throws IOException {
        TestServer.start(home, "our.example").close();
        Path tmp = Files.createDirectories(home.resolve("maildir/our.example/bob/tmp"));
        Path old = Files.writeString(tmp.resolve("old"), "x");
        Path young = Files.writeString(tmp.resolve("young"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(37))));
        Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofHours(35))));
        try (TestServer server = TestServer.start(home, "our.example")) {
            await().until(() -> Files.notExists(old));
            assertTrue(Files.exists(young));
            assertEquals(List.of(), server.mail("our.example", "bob"));
        }
    }

    /** Opens so many connections at once; the first word of each greeting, in order. */
    private static List<String> greetings(TestServer server, int count) throws IOException {
        var open = new ArrayList<Dialogue>();
        try {
            var words = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                open.add(Dialogue.with(server.smtpPort()));
                words.add(open.getLast().line().split(" ")[0]);
            }
            return words;
        } finally {
            for (Dialogue dialogue : open) {
                dialogue.close();
            }
        }
    }
}
