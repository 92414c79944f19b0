package mailserver.server;

import static mailserver.server.Letters.belowTrace;
import static mailserver.server.Letters.letter;
import static mailserver.server.Letters.note;
import static mailserver.server.Letters.only;
import static mailserver.server.Letters.send;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers and the mail between them. */
class RelayTest {
    private static final String BOB = "bob@here.example";
    private static final String REMOTE_ALICE = "alice@other.example";
    private static final String RETRY = "retry = [\"200ms\"]\n";

    @TempDir
    Path temp;

    private final List<TestServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(TestServer::close);
    }

    @Test
    void mail_within_a_domain_arrives() throws Exception {
        TestServer here = here("");
        send(here.smtpPort(), BOB, List.of("alice@here.example", "Bob@HERE.example"), letter("at home"));
        for (String user : List.of("alice", "bob")) {
            String stored = only(here, "here.example", user);
            assertTrue(stored.startsWith("Return-Path: <bob@here.example>\nReceived: from client.example"), stored);
            assertEquals(letter("at home"), belowTrace(stored));
        }
        assertEquals(List.of(), here.queued());
    }

    @Test
    void mail_to_another_server_arrives_there() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here(peers("other.example", other.smtpPort()));
        send(here.smtpPort(), BOB, List.of(REMOTE_ALICE), letter("abroad"));
        String stored = only(other, "other.example", "alice");
        assertEquals(letter("abroad"), belowTrace(stored));
        assertEquals(1, stored.split("Return-Path: <bob@here.example>\n", -1).length - 1);
        assertTrue(stored.contains("Received: from mail.here.example ([127.0.0.1])\n\tby mail.other.example"), stored);
        assertTrue(stored.contains("Received: from client.example ([127.0.0.1])\n\tby mail.here.example"), stored);
        until(() -> here.queued().isEmpty());
    }

    @Test
    void mail_to_an_unknown_user_there_comes_back() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here(peers("other.example", other.smtpPort()));
        send(here.smtpPort(), BOB, List.of("nobody@other.example"), note("in vain"));
        String stored = only(here, "here.example", "bob");
        assertTrue(stored.startsWith("Return-Path: <>\n"), stored);
        Report report = Report.of(stored, BOB);
        report.assertFailed("nobody@other.example", "5.1.1");
        assertTrue(report.original().endsWith(note("in vain")), report.original());
        until(() -> here.queued().isEmpty());
    }

    @Test
    void one_message_reaches_recipients_here_and_there() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here(peers("other.example", other.smtpPort()));
        List<String> everybody = List.of("alice@here.example", REMOTE_ALICE, BOB, "bob@other.example");
        send(here.smtpPort(), BOB, everybody, letter("to all"));
        for (TestServer server : servers) {
            String domain = server == here ? "here.example" : "other.example";
            assertEquals(letter("to all"), belowTrace(only(server, domain, "alice")));
            assertEquals(letter("to all"), belowTrace(only(server, domain, "bob")));
        }
    }

    @Test
    void only_the_refused_recipient_is_reported() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here(peers("other.example", other.smtpPort()));
        send(here.smtpPort(), BOB, List.of(REMOTE_ALICE, "nobody@other.example"), letter("for one of two"));
        assertEquals(letter("for one of two"), belowTrace(only(other, "other.example", "alice")));
        Report report = Report.of(only(here, "here.example", "bob"), BOB);
        report.assertFailed("nobody@other.example", "5.1.1");
        assertTrue(!report.status().contains("alice"), report.status());
    }

    @Test
    void a_sender_on_another_server_gets_the_bounce() throws Exception {
        try (var third = ScriptedPeer.start(List.of(), new Fault.Answer("RCPT TO:", "550 5.1.1 has moved away"))) {
            TestServer other = server("other.example");
            TestServer here = here(peers("other.example", other.smtpPort(), "third.example", third.port()));
            here.write("etc/aliases", "team@here.example: gone@third.example\n");
            reload(here);
            other.write("etc/mailserver.toml", configuration(other) + peers("here.example", here.smtpPort()));
            reload(other);
            send(other.smtpPort(), REMOTE_ALICE, List.of("team@here.example"), note("to the team"));
            Report report = Report.of(only(other, "other.example", "alice"), REMOTE_ALICE);
            report.assertFailed("gone@third.example", "5.1.1");
            assertTrue(report.status().contains("has moved away"), report.status());
            assertTrue(report.original().endsWith(note("to the team")), report.original());
        }
    }

    @Test
    void an_alias_leads_to_another_server() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here(peers("other.example", other.smtpPort()));
        here.write("etc/aliases", "friends@here.example: alice@other.example, alice\n");
        reload(here);
        send(here.smtpPort(), BOB, List.of("friends@here.example"), letter("friends"));
        assertEquals(letter("friends"), belowTrace(only(other, "other.example", "alice")));
        assertEquals(letter("friends"), belowTrace(only(here, "here.example", "alice")));
    }

    @Test
    void what_nobody_can_be_told_about_is_kept() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here(peers("other.example", other.smtpPort()));
        send(here.smtpPort(), "", List.of("nobody@other.example"), letter("from nobody"));
        until(() -> here.queued().isEmpty());
        List<Path> kept = files(here.home.resolve("maildir/queue/failed"));
        List<String> endings = kept.stream()
                .map(file -> file.getFileName().toString().replaceAll(".*\\.", ""))
                .sorted()
                .toList();
        assertEquals(List.of("eml", "envelope", "reason"), endings);
        Path eml = kept.stream()
                .filter(file -> file.toString().endsWith(".eml"))
                .findFirst()
                .orElseThrow();
        assertEquals(letter("from nobody"), belowTrace(TestServer.text(eml)));
        for (String user : List.of("bob", "alice", "postmaster")) {
            assertEquals(List.of(), here.mail("here.example", user));
        }
    }

    @Test
    void mail_waits_for_a_peer_that_is_down_and_arrives_once() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here(peers("other.example", other.smtpPort()));
        Outage.of(other, () -> {
            send(here.smtpPort(), BOB, List.of(REMOTE_ALICE), letter("later"));
            untilTriedAgain(here);
            assertEquals(List.of(), other.mail("other.example", "alice"));
        });
        until(() -> here.queued().isEmpty());
        assertEquals(letter("later"), belowTrace(only(other, "other.example", "alice")));
        assertEquals(List.of(), here.mail("here.example", "bob"));
    }

    @Test
    void the_queue_outlives_its_server() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here(peers("other.example", other.smtpPort()));
        Outage.of(other, () -> {
            send(here.smtpPort(), BOB, List.of(REMOTE_ALICE, "nobody@other.example"), letter("again"));
            untilTriedAgain(here);
            here.close();
            assertEquals(1, here.queued().size());
        });
        here.start();
        until(() -> here.queued().isEmpty());
        assertEquals(letter("again"), belowTrace(only(other, "other.example", "alice")));
        Report.of(only(here, "here.example", "bob"), BOB).assertFailed("nobody@other.example", "5.1.1");
    }

    @Test
    void a_reload_adds_a_peer() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here("");
        try (var client = Dialogue.with(here.smtpPort())) {
            client.talk("""
                    S: 220
                    C: HELO client.example
                    S: 250
                    C: MAIL FROM:<bob@here.example>
                    S: 250
                    C: RCPT TO:<alice@other.example>
                    S: 550 5.1.2
                    """);
            here.write("etc/mailserver.toml", configuration(here) + peers("other.example", other.smtpPort()));
            reload(here);
            client.talk("""
                    C: RCPT TO:<alice@other.example>
                    S: 250
                    """);
        }
        send(here.smtpPort(), BOB, List.of(REMOTE_ALICE), letter("a new way"));
        assertEquals(letter("a new way"), belowTrace(only(other, "other.example", "alice")));
    }

    @Test
    void a_pattern_stands_for_all_domains_below() throws Exception {
        TestServer lab = server("room7.lab");
        TestServer here = here(peers("*.lab", lab.smtpPort()));
        send(here.smtpPort(), BOB, List.of("alice@Room7.LAB"), letter("to the lab"));
        assertEquals(letter("to the lab"), belowTrace(only(lab, "room7.lab", "alice")));
        assertRefused(here, "alice@lab");
        assertRefused(here, "alice@room7lab");
    }

    @Test
    void the_zone_file_knows_a_way() throws Exception {
        TestServer other = server("other.example");
        Path zone = temp.resolve("here/etc/zone.toml");
        Files.createDirectories(zone.getParent());
        Files.writeString(zone, """
                [MX]
                "other.example." = "mx1.example."
                [P]
                "mx1.example." = "%d"
                [A]
                "mx1.example." = "127.0.0.1"
                """.formatted(other.smtpPort()));
        TestServer here = server("here.example", "[relay]\nzone = \"etc/zone.toml\"\n" + RETRY);
        send(here.smtpPort(), BOB, List.of(REMOTE_ALICE), letter("by zone"));
        assertEquals(letter("by zone"), belowTrace(only(other, "other.example", "alice")));
        assertRefused(here, "alice@third.example");
    }

    @Test
    void everything_else_goes_to_the_smarthost() throws Exception {
        TestServer other = server("other.example");
        String smarthost = "[relay]\notherwise = \"127.0.0.1:" + other.smtpPort() + "\"\n" + RETRY;
        TestServer here = server("here.example", smarthost);
        send(here.smtpPort(), BOB, List.of(REMOTE_ALICE), letter("by smarthost"));
        assertEquals(letter("by smarthost"), belowTrace(only(other, "other.example", "alice")));
        // What the smarthost has no way to, it refuses, and the sender hears of it.
        send(here.smtpPort(), BOB, List.of("alice@third.example"), letter("too far"));
        Report.of(only(here, "here.example", "bob"), BOB).assertFailed("alice@third.example", "5.1.2");
    }

    @Test
    void a_sloppy_client_is_served() throws Exception {
        TestServer other = server("other.example");
        TestServer here = here(peers("other.example", other.smtpPort()));
        try (var client = Dialogue.with(here.smtpPort())) {
            client.expectReply(220);
            client.sendRaw("mail from: <bob@here.example>\n").expectReply(250);
            client.sendRaw("rcpt to: <alice@other.example>\n").expectReply(250);
            client.sendRaw("RCPT TO: <alice@here.example>\n").expectReply(250);
            client.sendRaw("data\n").expectReply(354);
            client.sendRaw(Letters.wire(letter("sloppy")) + ".\r\n").expectReply(250);
            client.sendRaw("quit\n").expectReply(221);
            client.expectEnd();
        }
        String stored = only(other, "other.example", "alice");
        assertEquals(letter("sloppy"), belowTrace(stored));
        assertTrue(stored.contains("Received: from unknown ([127.0.0.1])"), stored);
        assertEquals(letter("sloppy"), belowTrace(only(here, "here.example", "alice")));
    }

    @Test
    void a_sloppy_peer_gets_its_mail() throws Exception {
        Fault[] faults = {new Fault.BareLf(), new Fault.Slow(), new Fault.Answer("EHLO", "502 what?")};
        try (var peer = ScriptedPeer.start(List.of(), faults)) {
            TestServer here = here(peers("other.example", peer.port()));
            send(here.smtpPort(), BOB, List.of(REMOTE_ALICE), letter("patience"));
            until(() -> here.queued().isEmpty());
            assertEquals(1, peer.messages().size());
            // The peer's lines are UTF-8, our letter is not.
            String expected = new String(
                    Letters.wire(letter("patience")).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            String got = peer.messages().getFirst();
            assertTrue(got.startsWith("Received: from client.example"), got);
            assertTrue(got.endsWith("\r\n" + expected), got);
            assertTrue(peer.heard().contains("HELO mail.here.example"), peer.heard()::toString);
        }
    }

    private TestServer here(String peers) {
        return server("here.example", "[relay]\n" + RETRY + peers);
    }

    private TestServer server(String domain, String... more) {
        String folder = domain.substring(0, domain.indexOf('.'));
        var server = TestServer.start(temp.resolve(folder), domain, more);
        servers.add(server);
        return server;
    }

    private static String peers(Object... domainsAndPorts) {
        var lines = new StringBuilder("[peers]\n");
        for (int i = 0; i < domainsAndPorts.length; i += 2) {
            lines.append("\"%s\" = \"127.0.0.1:%d\"\n".formatted(domainsAndPorts[i], domainsAndPorts[i + 1]));
        }
        return lines.toString();
    }

    private static String configuration(TestServer server) {
        return TestServer.text(server.home.resolve("etc/mailserver.toml"));
    }

    private static void reload(TestServer server) {
        server.server().reload(server.settings());
    }

    private static void untilTriedAgain(TestServer server) {
        until(() -> server.server()
                        .queue()
                        .entries()
                        .getFirst()
                        .recipients()
                        .getFirst()
                        .tries()
                > 1);
    }

    private static void assertRefused(TestServer server, String recipient) throws IOException {
        try (var client = Dialogue.with(server.smtpPort())) {
            client.expectReply(220);
            client.send("HELO client.example").expectReply(250);
            client.send("MAIL FROM:<" + BOB + ">").expectReply(250);
            client.send("RCPT TO:<" + recipient + ">").expect("550 5.1.2 ");
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
