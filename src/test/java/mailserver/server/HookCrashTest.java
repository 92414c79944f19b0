package mailserver.server;

import static mailserver.server.Letters.letter;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while hooks run: what was acknowledged is told of, if not by it then by the next one. */
class HookCrashTest {
    private static final int CONNECTIONS = 8;

    @TempDir
    private Path home;

    @Test
    void noHookIsLostWhenItIsKilled() throws Exception {
        Path told = Files.createDirectories(home.resolve("told"));
        Path script = Files.writeString(
                home.resolve("hook.sh"), "#!/bin/sh\ncp \"$MAIL_FILE\" " + told + "/$(basename \"$MAIL_FILE\")\n");
        assertTrue(script.toFile().setExecutable(true));
        HomeProcess.configure(home, 0, "[hooks]\non_delivery = [\"" + script + "\"]");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 2; round++) {
            try (var server = HomeProcess.start(home)) {
                sendUntilKilled(server, round, acknowledged);
            }
        }
        try (var server = HomeProcess.start(home)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> subjects(told).containsAll(acknowledged));
            assertTrue(server.smtpPort() > 0);
        }
        assertTrue(acknowledged.size() > 20, () -> acknowledged.size() + " were acknowledged");
    }

    private static void sendUntilKilled(HomeProcess server, int round, Set<String> acknowledged) throws Exception {
        int port = server.smtpPort();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                int number = i;
                threads.execute(() -> send(port, round + "-" + number, acknowledged));
            }
            int before = acknowledged.size();
            await().until(() -> acknowledged.size() > before + 20);
            server.kill();
        }
        server.exitCode();
    }

    private static void send(int port, String name, Set<String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                String subject = "message " + name + "-" + i;
                Letters.send(port, "bob@here.example", List.of("alice@here.example"), letter(subject));
                acknowledged.add(subject);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            // It was killed.
        }
    }

    private static Set<String> subjects(Path folder) throws IOException {
        var subjects = new TreeSet<String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                        .filter(line -> line.startsWith("Subject: "))
                        .map(line -> line.substring(9))
                        .forEach(subjects::add);
            }
        }
        return subjects;
    }
}
