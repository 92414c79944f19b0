package mailserver.server;

import static mailserver.server.Letters.belowTrace;
import static mailserver.server.Letters.letter;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes with one local folder as the shared one, in processes of their own where one is to be stopped or killed. */
@Timeout(120)
class ClusterTest {
    private static final List<String> BOB = List.of("bob@other.example");
    private static final String ALICE = "alice@here.example";

    @TempDir
    Path folder;

    private Path shared;

    @BeforeEach
    void set_up() throws IOException {
        shared = Files.createDirectories(folder.resolve("shared/etc")).getParent();
    }

    /** @param peerPort of other.example */
    private Path node(String name, int peerPort) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home-" + name));
        HomeProcess.configure(home, 0, """
                [relay]
                retry = ["200ms"]
                [peers]
                "other.example" = "127.0.0.1:%d"
                [cluster]
                node = "%s"
                shared = "%s"
                lease = "1s"
                """.formatted(peerPort, name, shared));
        for (String file : List.of("accounts", "aliases")) {
            Path target = shared.resolve("etc").resolve(file);
            if (Files.exists(target)) {
                Files.delete(home.resolve("etc").resolve(file));
            } else {
                Files.move(home.resolve("etc").resolve(file), target);
            }
        }
        return home;
    }

    private static MailServer start(Path home) throws Exception {
        var files = ServerFiles.of(home);
        return MailServer.start(files, Settings.load(files), ServerOptions.DEFAULT);
    }

    private static int port(MailServer server, Service service) {
        return server.addresses(service).getFirst().getPort();
    }

    private List<Path> queued(String node) throws IOException {
        Path queue = shared.resolve("nodes").resolve(node).resolve("queue");
        if (!Files.isDirectory(queue)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(queue)) {
            return files.filter(file -> file.toString().endsWith(".envelope")).toList();
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor());
    }

    private static long pid(Path home) throws IOException {
        return Long.parseLong(Files.readString(home.resolve("maildir/run/pid")).strip());
    }

    private TestServer peer() {
        return TestServer.start(folder.resolve("peer"), "other.example");
    }

    @Test
    void mail_for_one_user_comes_in_over_both_nodes_and_goes_out_over_either() throws Exception {
        try (var a = start(node("a", 1));
                var b = start(node("b", 1))) {
            for (MailServer server : List.of(a, b)) {
                Letters.send(port(server, Service.SMTP), "ann@far.example", List.of(ALICE), letter("hi"));
            }
            for (MailServer server : List.of(a, b)) {
                try (var client = loggedIn(server)) {
                    client.send("STAT").expect("+OK 2 ");
                    client.send("QUIT").expect("+OK");
                }
            }
            try (Stream<Path> mail = Files.list(shared.resolve("maildir/here.example/alice/new"))) {
                List<String> names =
                        mail.map(file -> file.getFileName().toString()).toList();
                assertTrue(names.stream().anyMatch(name -> name.contains(".a.mail.here.example,")), names::toString);
                assertTrue(names.stream().anyMatch(name -> name.contains(".b.mail.here.example,")), names::toString);
            }
        }
    }

    private static Dialogue loggedIn(MailServer server) throws IOException {
        var client = Dialogue.with(port(server, Service.POP3));
        client.expect("+OK");
        client.send("USER " + ALICE).expect("+OK");
        client.send("PASS secret");
        client.expect("+OK");
        return client;
    }

    @Test
    void a_maildrop_has_one_reader_on_all_nodes() throws Exception {
        try (var a = start(node("a", 1));
                var b = HomeProcess.start(node("b", 1))) {
            try (var first = loggedIn(a);
                    var second = Dialogue.with(b.pop3Port())) {
                second.expect("+OK");
                second.send("USER " + ALICE).expect("+OK");
                second.send("PASS secret").expect("-ERR [IN-USE]");
                first.send("QUIT").expect("+OK");
            }
            var held = Dialogue.with(b.pop3Port());
            held.expect("+OK");
            held.send("USER " + ALICE).expect("+OK");
            held.send("PASS secret").expect("+OK");
            b.kill();
            b.exitCode();
            try (var after = loggedIn(a)) {
                after.send("QUIT").expect("+OK");
            }
            held.close();
        }
    }

    @Test
    void a_second_node_of_the_same_name_is_refused() throws Exception {
        Path home = node("a", 1);
        Path twin = folder.resolve("twin");
        Files.createDirectories(twin.resolve("etc"));
        Files.copy(home.resolve("etc/mailserver.toml"), twin.resolve("etc/mailserver.toml"));
        try (var first = HomeProcess.start(home)) {
            assertTrue(first.smtpPort() > 0);
            String why = assertThrows(StartException.class, () -> start(twin)).getMessage();
            assertTrue(why.startsWith("a node \"a\" runs already on " + shared), why);
        }
    }

    @Test
    void what_a_killed_node_had_in_its_queue_the_other_delivers_once() throws Exception {
        try (var peer = peer()) {
            Path a = node("a", peer.smtpPort());
            Path b = node("b", peer.smtpPort());
            Outage.of(peer, () -> {
                try (var first = HomeProcess.start(a);
                        var second = HomeProcess.start(b)) {
                    for (int i = 0; i < 20; i++) {
                        Letters.send(first.smtpPort(), ALICE, BOB, letter("no " + i));
                    }
                    assertEquals(20, queued("a").size());
                    first.kill();
                    first.exitCode();
                    until(() -> queued("b").size() == 20);
                    assertEquals(List.of(), queued("a"));
                    // The one that took over dies as well, and the first comes back with its name.
                    second.kill();
                }
            });
            try (var again = HomeProcess.start(a)) {
                assertTrue(again.smtpPort() > 0);
                until(() -> peer.mail("other.example", "bob").size() >= 20
                        && queued("a").isEmpty());
                assertEquals(
                        20,
                        peer.mail("other.example", "bob").stream()
                                .map(file -> belowTrace(TestServer.text(file)))
                                .distinct()
                                .count());
                assertEquals(20, peer.mail("other.example", "bob").size());
                assertEquals(List.of(), queued("b"));
            }
        }
    }

    @RepeatedTest(2)
    void a_node_that_is_killed_in_the_midst_of_a_takeover_leaves_all_of_it_to_the_next() throws Exception {
        int many = 80;
        try (var peer = peer()) {
            Path a = node("a", peer.smtpPort());
            Path b = node("b", peer.smtpPort());
            Outage.of(peer, () -> {
                try (var first = HomeProcess.start(a);
                        var second = HomeProcess.start(b)) {
                    for (int i = 0; i < many; i++) {
                        Letters.send(first.smtpPort(), ALICE, BOB, Letters.note("no " + i));
                    }
                    first.kill();
                    first.exitCode();
                    // Without a pause between the looks: the folder is there for some milliseconds.
                    Path taken = shared.resolve("nodes/b/taken");
                    while (!Files.isDirectory(taken) || isEmpty(taken)) {
                        Thread.onSpinWait();
                    }
                    second.kill();
                    second.exitCode();
                }
            });
            try (var third = start(node("c", peer.smtpPort()))) {
                until(() -> peer.mail("other.example", "bob").size() >= many
                        && third.queue().size() == 0
                        && queued("b").isEmpty());
                List<Path> mail = peer.mail("other.example", "bob");
                assertEquals(many, mail.size());
                assertEquals(
                        many,
                        mail.stream()
                                .map(file -> belowTrace(TestServer.text(file)))
                                .distinct()
                                .count());
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    @Test
    void two_nodes_that_take_over_at_once_share_nothing() throws Exception {
        try (var peer = peer()) {
            Path a = node("a", peer.smtpPort());
            Path b = node("b", peer.smtpPort());
            Path c = node("c", peer.smtpPort());
            Outage.of(peer, () -> {
                try (var first = HomeProcess.start(a)) {
                    for (int i = 0; i < 10; i++) {
                        Letters.send(first.smtpPort(), ALICE, BOB, letter("no " + i));
                    }
                    first.kill();
                    first.exitCode();
                }
            });
            try (var second = start(b);
                    var third = start(c)) {
                assertTrue(second.node().isPresent() && third.node().isPresent());
                until(() -> peer.mail("other.example", "bob").size() >= 10
                        && queued("a").isEmpty()
                        && queued("b").isEmpty()
                        && queued("c").isEmpty());
                assertEquals(10, peer.mail("other.example", "bob").size());
            }
        }
    }

    @Test
    void a_node_that_was_stopped_for_longer_than_its_lease_acknowledges_and_delivers_nothing_of_it() throws Exception {
        try (var peer = peer()) {
            Path a = node("a", peer.smtpPort());
            Path b = node("b", peer.smtpPort());
            try (var first = HomeProcess.start(a);
                    var second = start(b)) {
                assertTrue(second.node().isPresent());
                Outage.of(peer, () -> {
                    for (int i = 0; i < 10; i++) {
                        Letters.send(first.smtpPort(), ALICE, BOB, letter("no " + i));
                    }
                    try (var open = Dialogue.with(first.smtpPort())) {
                        open.expectReply(220);
                        open.send("EHLO client.example").expectReply(250);
                        open.send("MAIL FROM:<" + ALICE + ">").expectReply(250);
                        open.send("RCPT TO:<" + BOB.getFirst() + ">").expectReply(250);
                        open.send("DATA").expectReply(354);
                        signal("STOP", pid(a));
                        until(() -> queued("b").size() == 10);
                        // Its end comes while the node sleeps.
                        open.sendRaw(Letters.wire(letter("too late")) + ".\r\n");
                        signal("CONT", pid(a));
                        String answer = open.line();
                        assertTrue(answer.matches("(451 4\\.3\\.0|421 4\\.).*"), answer);
                    }
                    until(() -> Files.isDirectory(shared.resolve("nodes/a/queue")));
                });
                until(() -> peer.mail("other.example", "bob").size() >= 10
                        && queued("b").isEmpty());
                assertEquals(10, peer.mail("other.example", "bob").size());
                // It is a node as before, with a queue that begins empty.
                until(() -> greets(first.smtpPort()));
                Letters.send(first.smtpPort(), ALICE, BOB, letter("afterwards"));
                until(() -> peer.mail("other.example", "bob").size() == 11
                        && queued("a").isEmpty());
            }
        }
    }

    private static boolean greets(int port) throws IOException {
        try (var client = Dialogue.with(port)) {
            return client.line().startsWith("220 ");
        }
    }

    @Test
    void a_node_without_a_lease_greets_nobody() throws Exception {
        try (var a = start(node("a", 1));
                var open = Dialogue.with(port(a, Service.SMTP))) {
            open.expectReply(220);
            open.send("EHLO client.example").expectReply(250);
            Path lease = shared.resolve("nodes/a/lease");
            // Nobody can renew what can't be written; a folder in its place can't be replaced.
            Path aside = shared.resolve("nodes/a/lease.aside");
            until(() -> {
                try {
                    Files.move(lease, aside, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                    Files.createDirectory(lease);
                    Files.createFile(lease.resolve("in the way"));
                } catch (IOException e) {
                    // It was being written just now.
                }
                return Files.isDirectory(lease);
            });
            until(() -> {
                try (var client = Dialogue.with(port(a, Service.SMTP))) {
                    return client.line().startsWith("421 4.3.2 ");
                }
            });
            open.expectReply(421);
            Files.delete(lease.resolve("in the way"));
            Files.delete(lease);
            until(() -> {
                try (var client = Dialogue.with(port(a, Service.SMTP))) {
                    return client.line().startsWith("220 ");
                }
            });
        }
    }

    @Test
    void two_lines_and_an_empty_folder_are_enough_to_begin() throws Exception {
        Path home = node("a", 1);
        Files.delete(shared.resolve("etc/accounts"));
        Files.delete(shared.resolve("etc/aliases"));
        Files.delete(shared.resolve("etc"));
        try (var a = HomeProcess.start(home)) {
            assertTrue(Files.exists(shared.resolve("etc/accounts")));
            assertTrue(String.join("\n", a.output()).contains("made the account postmaster@here.example"));
        }
        assertFalse(Files.exists(home.resolve("maildir/queue")));
        assertTrue(Files.exists(home.resolve("maildir/log")));
    }

    @Test
    void each_node_knows_of_all() throws Exception {
        try (var a = start(node("a", 1))) {
            try (var b = start(node("b", 1))) {
                assertTrue(b.node().isPresent());
                until(() -> a.node().orElseThrow().report().size() == 2);
                List<String> lines = a.node().orElseThrow().report();
                assertTrue(
                        lines.getFirst().matches("a \\(this one\\): up since .*Z, lease of 1s renewed .* messages.*"));
                assertTrue(lines.getLast().startsWith("b: up since "), lines::toString);
            }
            until(() -> a.node().orElseThrow().report().getLast().startsWith("b: no lease, stopped,"));
        }
    }

    @Test
    void a_node_that_was_stopped_for_good_leaves_its_queue_to_others() throws Exception {
        try (var peer = peer()) {
            Path a = node("a", peer.smtpPort());
            Outage.of(peer, () -> {
                try (var first = start(a)) {
                    Letters.send(port(first, Service.SMTP), ALICE, BOB, letter("left"));
                }
                assertEquals(1, queued("a").size());
                assertFalse(Files.exists(shared.resolve("nodes/a/lease")));
            });
            try (var second = start(node("b", peer.smtpPort()))) {
                assertEquals(1, second.node().stream().count());
                assertEquals(letter("left"), belowTrace(Letters.only(peer, "other.example", "bob")));
                until(() -> queued("b").isEmpty());
            }
        }
    }
}
