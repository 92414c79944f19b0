package mailserver.server;

import static mailserver.server.Letters.belowTrace;
import static mailserver.server.Letters.letter;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process, and what signals do to it. */
class ProcessTest {
    private static final int CONNECTIONS = 20;
    private static final int MESSAGES_EACH = 50;
    private static final String BOB = "bob@here.example";
    private static final List<String> USERS = List.of("alice", "bob");

    @TempDir
    Path home;

    @Test
    void no_acknowledged_message_is_lost_when_it_is_killed() throws Exception {
        HomeProcess.configure(home, 0, "");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (var server = HomeProcess.start(home);
                var unfinished = Dialogue.with(server.smtpPort())) {
            begin(unfinished, USERS);
            unfinished.sendRaw(Letters.wire(numbered("unfinished")));
            sendUntilKilled(server, acknowledged);
        }
        try (var server = HomeProcess.start(home)) {
            var found = new HashMap<String, Map<String, Path>>();
            for (String user : USERS) {
                found.put(user, wholeMessages(user));
                assertFalse(found.get(user).containsKey("unfinished"));
            }
            for (String marker : acknowledged) {
                for (String user : recipients(marker)) {
                    assertTrue(found.get(user).containsKey(marker), () -> marker + " of " + user + " is lost");
                }
            }
            for (String user : USERS) {
                assertEquals(found.get(user).keySet(), readByPop3(server, user));
            }
        }
    }

    @Test
    void queued_mail_survives_a_kill_and_arrives_once() throws Exception {
        try (var other = TestServer.start(home.resolve("other"), "other.example")) {
            Path mine = home.resolve("mine");
            HomeProcess.configure(mine, 0, """
                    [relay]
                    retry = ["200ms"]
                    [peers]
                    "other.example" = "127.0.0.1:%d"
                    """.formatted(other.smtpPort()));
            Outage.of(other, () -> {
                try (var server = HomeProcess.start(mine)) {
                    List<String> to = List.of("alice@other.example", "alice@here.example");
                    Letters.send(server.smtpPort(), BOB, to, letter("survivor"));
                    server.kill();
                    server.exitCode();
                }
                assertEquals(1, queued(mine).size());
            });
            try (var server = HomeProcess.start(mine)) {
                until(() -> queued(mine).isEmpty());
                assertEquals(letter("survivor"), belowTrace(Letters.only(other, "other.example", "alice")));
                List<Path> local = files(mine.resolve("maildir/here.example/alice/new"));
                assertEquals(1, local.size());
                assertEquals(letter("survivor"), belowTrace(TestServer.text(local.getFirst())));
                server.terminate();
                assertEquals(0, server.exitCode());
            }
        }
    }

    @Test
    void on_SIGTERM_a_session_may_finish_its_message() throws Exception {
        HomeProcess.configure(home, 0, "");
        try (var server = HomeProcess.start(home)) {
            int port = server.smtpPort();
            try (var client = Dialogue.with(port)) {
                begin(client, List.of("bob"));
                String wire = Letters.wire(letter("last orders"));
                client.sendRaw(wire.substring(0, 100));
                server.terminate();
                until(() -> refuses(port));
                client.sendRaw(wire.substring(100) + ".\r\n").expectReply(250);
                client.send("QUIT").expectReply(221);
                client.expectEnd();
            }
            assertEquals(0, server.exitCode());
        }
        List<Path> mail = files(home.resolve("maildir/here.example/bob/new"));
        assertEquals(1, mail.size());
        assertEquals(letter("last orders"), belowTrace(TestServer.text(mail.getFirst())));
        assertFalse(Files.exists(home.resolve("maildir/run/ports")));
        assertFalse(Files.exists(home.resolve("maildir/run/pid")));
    }

    @Test
    void a_home_has_one_server() throws Exception {
        HomeProcess.configure(home, 0, "");
        try (var first = HomeProcess.start(home);
                var second = HomeProcess.failing(home)) {
            assertEquals(1, second.exitCode());
            assertEquals(1, second.errors().size(), second.errors()::toString);
            String error = second.errors().getFirst();
            assertTrue(error.contains("already") && error.contains(home.toString()), error);
            Letters.send(first.smtpPort(), BOB, List.of("alice@here.example"), letter("undisturbed"));
        }
    }

    @Test
    void a_port_in_use_is_told_in_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HomeProcess.configure(home, taken.getLocalPort(), "");
            try (var server = HomeProcess.failing(home)) {
                assertEquals(1, server.exitCode());
                assertEquals(1, server.errors().size(), server.errors()::toString);
                String error = server.errors().getFirst();
                assertTrue(error.contains("127.0.0.1:" + taken.getLocalPort()), error);
            }
        }
    }

    /** Sends on many connections at once; the server is killed as soon as half of the messages are acknowledged. */
    private static void sendUntilKilled(HomeProcess server, Set<String> acknowledged) throws Exception {
        int port = server.smtpPort();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int connection = i;
                running.add(senders.submit(() -> {
                    sendMany(port, connection, server, acknowledged);
                    return null;
                }));
            }
            for (Future<?> sender : running) {
                sender.get();
            }
        }
        assertTrue(acknowledged.size() >= CONNECTIONS * MESSAGES_EACH / 2, () -> "only " + acknowledged.size());
        server.exitCode();
    }

    private static void sendMany(int port, int connection, HomeProcess server, Set<String> acknowledged)
            throws IOException {
        try (var client = Dialogue.with(port)) {
            client.expectReply(220);
            client.send("HELO client.example").expectReply(250);
            for (int i = 0; i < MESSAGES_EACH; i++) {
                String marker = connection + "-" + i;
                transaction(client, recipients(marker));
                client.sendRaw(Letters.wire(numbered(marker)) + ".\r\n").expectReply(250);
                acknowledged.add(marker);
                if (acknowledged.size() >= CONNECTIONS * MESSAGES_EACH / 2) {
                    server.kill();
                }
            }
        } catch (IOException | AssertionError e) {
            if (acknowledged.size() < CONNECTIONS * MESSAGES_EACH / 2) {
                throw e;
            }
            // Killed meanwhile.
        }
    }

    private static void begin(Dialogue client, List<String> users) throws IOException {
        client.expectReply(220);
        client.send("HELO client.example").expectReply(250);
        transaction(client, users);
    }

    private static void transaction(Dialogue client, List<String> users) throws IOException {
        client.send("MAIL FROM:<" + BOB + ">").expectReply(250);
        for (String user : users) {
            client.send("RCPT TO:<" + user + "@here.example>").expectReply(250);
        }
        client.send("DATA").expectReply(354);
    }

    /** Every third message goes to both. */
    private static List<String> recipients(String marker) {
        return switch (Math.floorMod(marker.hashCode(), 3)) {
            case 0 -> USERS;
            case 1 -> List.of("alice");
            default -> List.of("bob");
        };
    }

    private static String numbered(String marker) {
        var text = new StringBuilder("Date: Thu, 1 Jan 2026 00:00:00 +0000\nMessage-ID: <" + marker
                + "@client.example>\nSubject: " + marker + "\nFrom: bob\n\n");
        for (int line = 0; text.length() < 4000; line++) {
            text.append(line % 7 == 0 ? "." : "")
                    .append(marker)
                    .append(" line ")
                    .append(line)
                    .append('\n');
        }
        return text.toString();
    }

    /** All messages of a mailbox by their marker. Each must be there whole, once, and be what its name says. */
    private Map<String, Path> wholeMessages(String user) throws Exception {
        var messages = new HashMap<String, Path>();
        Path mailbox = home.resolve("maildir/here.example").resolve(user);
        for (Path file : files(mailbox.resolve("new"))) {
            String text = TestServer.text(file);
            String marker = marker(text);
            assertEquals(numbered(marker), belowTrace(text));
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
            long wire = octets.length + text.chars().filter(c -> c == '\n').count();
            String name = file.getFileName().toString();
            assertTrue(name.endsWith(",S=" + octets.length + ",W=" + wire + ",H=" + digest), name);
            assertTrue(recipients(marker).contains(user), () -> marker + " is not for " + user);
            assertEquals(null, messages.put(marker, file), () -> marker + " is there twice");
        }
        assertEquals(List.of(), files(mailbox.resolve("cur")));
        return messages;
    }

    private static Set<String> readByPop3(HomeProcess server, String user) throws IOException {
        Set<String> read = ConcurrentHashMap.newKeySet();
        try (var client = Dialogue.with(server.pop3Port())) {
            client.expect("+OK");
            client.send("USER " + user, "PASS secret", "STAT");
            client.expect("+OK");
            client.expect("+OK");
            int count = Integer.parseInt(client.expect("+OK ").split(" ")[1]);
            for (int number = 1; number <= count; number++) {
                client.send("RETR " + number).expect("+OK");
                String text = new String(client.data(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
                String marker = marker(text);
                assertEquals(numbered(marker), belowTrace(text));
                assertTrue(read.add(marker), () -> marker + " is read twice");
            }
            client.send("QUIT").expect("+OK");
        }
        return read;
    }

    private static String marker(String text) {
        int start = text.indexOf("\nSubject: ");
        assertTrue(start > 0, text);
        return text.substring(start + 10, text.indexOf('\n', start + 1));
    }

    private static boolean refuses(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertNotNull(socket);
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    private static List<Path> queued(Path home) throws IOException {
        return files(home.resolve("maildir/queue")).stream()
                .filter(file -> file.toString().endsWith(".envelope"))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
