package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import mailserver.Dialogue;
import mailserver.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device with an old password, and people at the same address who read their mail meanwhile. */
@Timeout(60)
class WrongDeviceTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyElseIsKeptFromTheirMail(boolean ipv6) throws Exception {
        String loopback = ipv6 ? "::1" : "127.0.0.1";
        try (TestServer server = TestServer.start(home, "our.example", "");
                ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
            var address = new InetSocketAddress(loopback, server.pop3Port());
            assertEquals("+OK", login(address, "bob", "secret"));
            var enough = new AtomicBoolean();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String password = "old " + i % 5;
                running.add(devices.submit(() -> {
                    while (!enough.get()) {
                        login(address, "alice", password);
                    }
                    return null;
                }));
            }
            for (int i = 0; i < 40; i++) {
                assertEquals("+OK", login(address, "bob", "secret"));
            }
            enough.set(true);
            for (Future<?> device : running) {
                device.get();
            }
        }
    }

    @Test
    void norIsWhoHandsInMail() throws Exception {
        try (TestServer server = TestServer.start(home, "our.example", "")) {
            var address = new InetSocketAddress("127.0.0.1", server.pop3Port());
            assertEquals("+OK", login(address, "bob", "secret"));
            for (int i = 0; i < 5; i++) {
                assertEquals("-ERR", login(address, "alice", "old"));
            }
            assertEquals("+OK", login(address, "bob", "secret"));
        }
    }

    private static String login(InetSocketAddress address, String user, String password) throws Exception {
        try (Dialogue client = Dialogue.with(address)) {
            client.expect("+OK");
            client.send("USER " + user).expect("+OK");
            return client.send("PASS " + password).line().split(" ")[0];
        }
    }
}
