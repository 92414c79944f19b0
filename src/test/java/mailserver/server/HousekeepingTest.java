package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mailserver.Dialogue;
import mailserver.store.Maildrop;
import mailserver.store.MeasurementCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running server removes from the mailboxes of here.example, and what its log says of it. */
@Timeout(60)
class HousekeepingTest {
    private static final String OWN_TIMES = """
            [retention]
            days = 90
            [retention.mailboxes]
            "Bob@here.example" = 30
            """;

    @TempDir
    private Path home;

    @Test
    void each_mailbox_is_rid_of_what_is_older_than_its_own_time_and_the_log_has_a_line_for_each() throws Exception {
        Path first = message("bob", "new", 31);
        Path second = message("bob", "cur", 100);
        Path young = message("bob", "new", 29);
        Path late = message("alice", "new", 91);
        Path early = message("alice", "new", 31);
        Path former = message("former", "new", 100);
        HomeProcess.configure(home, 0, OWN_TIMES);
        try (var server = HomeProcess.start(home)) {
            await().until(() -> removals().size() == 2);
            assertEquals(
                    List.of(
                            "msg=\"removed 1 messages of alice@here.example that were older than 90 days (retention)\"",
                            "msg=\"removed 2 messages of bob@here.example that were older than 30 days (retention)\""),
                    removals());
            for (Path gone : List.of(first, second, late)) {
                assertTrue(Files.notExists(gone), gone::toString);
            }
            for (Path kept : List.of(young, early, former)) {
                assertTrue(Files.exists(kept), kept::toString);
            }
            assertExpire(server, "alice", "EXPIRE 90");
            assertExpire(server, "bob", "EXPIRE 30");
        }
    }

    @Test
    void of_expire_and_retention_the_shorter_one_counts() throws Exception {
        Path old = message("alice", "new", 61);
        Path young = message("alice", "new", 59);
        Path scan = message("bob", "new", 31);
        HomeProcess.configure(home, 0, OWN_TIMES);
        Path configuration = home.resolve("etc/mailserver.toml");
        Files.writeString(
                configuration, Files.readString(configuration).replace("[pop3]\n", "[pop3]\nexpire = \"60d\"\n"));
        try (var server = HomeProcess.start(home)) {
            await().until(() -> removals().size() == 2);
            assertEquals(
                    List.of(
                            "msg=\"removed 1 messages of alice@here.example that were older than 60 days (pop3.expire)\"",
                            "msg=\"removed 1 messages of bob@here.example that were older than 30 days (retention)\""),
                    removals());
            assertTrue(Files.notExists(old) && Files.notExists(scan) && Files.exists(young));
            assertExpire(server, "alice", "EXPIRE 60");
        }
    }

    @Test
    void a_mailbox_in_a_POP3_session_waits_for_the_next_round() throws Exception {
        Path seen = message("alice", "new", 91);
        Path other = message("bob", "new", 31);
        HomeProcess.configure(home, 0, OWN_TIMES);
        try (Maildrop session =
                Maildrop.open(mailbox("alice"), new MeasurementCache()).orElseThrow()) {
            assertEquals(1, session.count());
            // Bob's is the last mailbox of the round.
            try (var server = HomeProcess.start(home)) {
                await().until(() -> Files.notExists(other));
                assertTrue(Files.exists(seen));
                server.terminate();
                server.exitCode();
            }
        }
        // The first round of a server is at its start.
        try (var server = HomeProcess.start(home)) {
            await().until(() -> Files.notExists(seen));
            assertExpire(server, "alice", "EXPIRE 90");
        }
    }

    private static void assertExpire(HomeProcess server, String user, String line) throws IOException {
        try (var client = Dialogue.with(server.pop3Port())) {
            client.expect("+OK");
            client.send("CAPA").expect("+OK");
            assertTrue(client.untilDot().contains("EXPIRE 30 USER"));
            client.send("USER " + user).expect("+OK");
            client.send("PASS secret").expect("+OK");
            client.send("CAPA").expect("+OK");
            assertTrue(client.untilDot().contains(line), line);
        }
    }

    /** What the log says of them, without time and level, in the order of the mailboxes. */
    private List<String> removals() throws IOException {
        Path log = home.resolve("maildir/log/mailserver.log");
        return Files.notExists(log)
                ? List.of()
                : Files.readAllLines(log).stream()
                        .filter(line -> line.contains(" messages of "))
                        .map(line -> line.substring(line.indexOf("msg=")))
                        .sorted()
                        .toList();
    }

    private Path mailbox(String user) {
        return home.resolve("maildir/here.example").resolve(user);
    }

    private Path message(String user, String folder, int days) throws IOException {
        Instant time = Instant.now().minus(Duration.ofDays(days));
        Path file = Files.createDirectories(mailbox(user).resolve(folder))
                .resolve(time.getEpochSecond() + ".M1P1Q1.h" + (folder.equals("cur") ? ":2,S" : ""));
        Files.writeString(file, "Subject: hello\n\n");
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }
}
