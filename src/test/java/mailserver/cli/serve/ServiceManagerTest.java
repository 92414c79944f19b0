package mailserver.cli.serve;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import mailserver.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
    @TempDir
    private Path folder;

    private Path said;
    private List<String> program;

    @BeforeEach
    void standIn() throws Exception {
        said = folder.resolve("said");
        // What systemd-notify was called with, a line each time.
        program = List.of("sh", "-c", "printf '%s ' \"$@\" >>\"$0\"; echo >>\"$0\"", said.toString());
    }

    @Test
    void systemd_hears_of_beginning_and_end() throws Exception {
        var manager = new ServiceManager(Map.of("NOTIFY_SOCKET", "/run/systemd/notify"), program);
        manager.ready("serving mail.lan", () -> true);
        manager.close();
        assertEquals(
                List.of(
                        "--ready --pid=" + ProcessHandle.current().pid() + " --status=serving mail.lan ",
                        "STOPPING=1 "),
                Files.readAllLines(said));
    }

    @Test
    void it_hears_of_life_as_long_as_there_is_some() throws Exception {
        var lives = new AtomicBoolean(true);
        try (var manager = new ServiceManager(Map.of("NOTIFY_SOCKET", "@x", "WATCHDOG_USEC", "40000"), program)) {
            manager.ready("x", lives::get);
            await().until(() -> pings() > 2);
            lives.set(false);
            // One may be under way.
            long before = pings() + 1;
            await().during(Duration.ofMillis(200)).until(() -> pings() <= before);
        }
    }

    @Test
    void without_systemd_nobody_is_told() {
        var manager = new ServiceManager(Map.of("WATCHDOG_USEC", "1000"), program);
        manager.ready("x", () -> true);
        manager.close();
        assertFalse(Files.exists(said));
    }

    @Test
    void a_server_lives_that_greets() {
        TestServer server = TestServer.start(folder, "lan.example");
        try (server) {
            assertTrue(new Liveness(server.server()).getAsBoolean());
        }
        assertFalse(new Liveness(server.server()).getAsBoolean());
    }

    private long pings() throws IOException {
        return Files.exists(said)
                ? Files.readAllLines(said).stream()
                        .filter("WATCHDOG=1 "::equals)
                        .count()
                : 0;
    }
}
