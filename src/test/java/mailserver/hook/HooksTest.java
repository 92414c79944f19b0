package mailserver.hook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.TestServer;
import mailserver.server.ServerOptions;
import mailserver.time.ScaledClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs and addresses that are told of deliveries, with real ones. */
class HooksTest {
    @TempDir
    private Path home;

    private Path out() {
        return home.resolve("told");
    }

    /** A program that does as it is told, and writes down what it hears. */
    private String script(String... lines) throws IOException {
        Path script = home.resolve("hook.sh");
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertTrue(script.toFile().setExecutable(true));
        return "on_delivery = [\"" + script + "\", \"an argument\"]";
    }

    private static void deliver(int port, String subject) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line : List.of(
                    "HELO x",
                    "MAIL FROM:<ann@far.example>",
                    "RCPT TO:<bob@lan.example>",
                    "DATA",
                    "Subject: " + subject + "\r\n\r\nx\r\n.")) {
                assertTrue(in.readLine().matches("[23].*"));
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            assertTrue(in.readLine().startsWith("250"));
        }
    }

    private List<JsonObject> told() throws IOException {
        return Files.exists(out())
                ? Files.readAllLines(out()).stream()
                        .map(line -> JsonParser.parseString(line).getAsJsonObject())
                        .toList()
                : List.of();
    }

    @Test
    void aProgramHearsOfEachDelivery() throws Exception {
        String hook = script("test \"$1\" = 'an argument' && test -f \"$MAIL_FILE\" && cat >> " + out());
        try (TestServer server = TestServer.start(home, "lan.example", "[hooks]", hook)) {
            deliver(server.smtpPort(), "one");
            await().until(() -> told().size() == 1);
            JsonObject event = told().getFirst();
            assertEquals("delivered", event.get("event").getAsString());
            assertEquals("bob@lan.example", event.get("mailbox").getAsString());
            assertEquals("ann@far.example", event.get("from").getAsString());
            assertEquals(
                    server.mail("lan.example", "bob").getFirst().toString(),
                    event.get("file").getAsString());
            assertTrue(event.get("id").getAsString().matches("[0-9a-f]{64}"));
            await().until(() -> server.server().hooks().orElseThrow().equals("0 waiting"));
        }
    }

    @Test
    void isTriedUntilItSucceeds() throws Exception {
        String hook = script("if test -f " + home + "/ready; then cat >> " + out() + "; else echo not yet; exit 3; fi");
        try (TestServer server = TestServer.start(home, "lan.example", "[hooks]", hook)) {
            server.server().close();
            var clock = new ScaledClock(1);
            server.start(ServerOptions.DEFAULT.withClock(clock));
            deliver(server.smtpPort(), "one");
            await().until(() -> server.server().hooks().orElseThrow().contains("exit code 3: not yet"));
            Files.createFile(home.resolve("ready"));
            clock.advance(Duration.ofSeconds(10));
            await().until(() -> told().size() == 1);
        }
    }

    @Test
    void oneThatHangsKeepsNobodyWaiting() throws Exception {
        String hook = script("sleep 1000");
        try (TestServer server = TestServer.start(home, "lan.example", "[hooks]", hook)) {
            for (int i = 0; i < 10; i++) {
                deliver(server.smtpPort(), "message " + i);
            }
            assertEquals(10, server.mail("lan.example", "bob").size());
        }
        // The server has ended; what was not done is on disk.
        try (var notes = Files.list(home.resolve("maildir/run/hooks"))) {
            assertEquals(
                    10, notes.filter(file -> file.toString().endsWith(".json")).count());
        }
    }

    @Test
    void anAddressIsPostedToAgainUntilItTakesIt() throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        var answers = new AtomicInteger();
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/mail", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean taken = answers.incrementAndGet() > 1;
            if (taken) {
                bodies.add(body);
            }
            exchange.sendResponseHeaders(taken ? 204 : 503, -1);
            exchange.close();
        });
        web.start();
        String url = "url = \"http://127.0.0.1:" + web.getAddress().getPort() + "/mail\"";
        try (TestServer server = TestServer.start(home, "lan.example", "[hooks]", url)) {
            server.server().close();
            var clock = new ScaledClock(1);
            server.start(ServerOptions.DEFAULT.withClock(clock));
            deliver(server.smtpPort(), "one");
            await().until(() -> server.server().hooks().orElseThrow().contains("answered 503"));
            clock.advance(Duration.ofMinutes(1));
            await().until(() -> bodies.size() == 1);
            assertEquals(
                    "bob@lan.example",
                    JsonParser.parseString(bodies.getFirst())
                            .getAsJsonObject()
                            .get("mailbox")
                            .getAsString());
        } finally {
            web.stop(0);
        }
    }

    @Test
    void whatWasDeliveredAndNotNotedBeforeACrashIsNotedAtTheNextStart() throws Exception {
        String hook = script("cat >> " + out());
        try (TestServer server = TestServer.start(home, "lan.example", "[hooks]", hook)) {
            deliver(server.smtpPort(), "noted");
            await().until(() -> told().size() == 1);
        }
        // As after a kill between the 250 and the note: the message is there, and nothing says so.
        Path fresh = home.resolve("maildir/lan.example/bob/new");
        Path noted;
        try (var files = Files.list(fresh)) {
            noted = files.findFirst().orElseThrow();
        }
        String name = noted.getFileName().toString().replaceFirst("Q\\d+", "Q99");
        Files.copy(noted, fresh.resolve(name));
        try (TestServer server = TestServer.start(home, "lan.example", "[hooks]", hook)) {
            await().until(() -> told().size() == 2);
            assertEquals(
                    fresh.resolve(name).toString(), told().getLast().get("file").getAsString());
            deliver(server.smtpPort(), "later");
            await().until(() -> told().size() == 3);
        }
    }

    @Test
    void switchedOffItCostsNothingAndSwitchedOnAgainOldMailIsOld() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example")) {
            deliver(server.smtpPort(), "before");
            assertTrue(server.server().hooks().isEmpty());
            assertFalse(Files.exists(home.resolve("maildir/run/hooks")));
        }
        String hook = script("cat >> " + out());
        try (TestServer server = TestServer.start(home, "lan.example", "[hooks]", hook)) {
            deliver(server.smtpPort(), "now");
            await().until(() -> told().size() == 1);
        }
        try (TestServer server = TestServer.start(home, "lan.example")) {
            deliver(server.smtpPort(), "off");
        }
        try (TestServer server = TestServer.start(home, "lan.example", "[hooks]", hook)) {
            deliver(server.smtpPort(), "again");
            await().until(() -> told().size() == 2);
        }
    }
}
