package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.file.Path;
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
        var enough = new AtomicBoolean();
        try (TestServer server = TestServer.startOnBothFamilies(home, "our.example")) {
            var address = new InetSocketAddress(loopback, server.pop3Port());
            assertEquals("+OK", login(address, "bob", "secret"));
            for (int i = 0; i < 20; i++) {
                String password = "old " + i % 5;
                Thread.startVirtualThread(() -> goOn(address, password, enough));
            }
            for (int i = 0; i < 40; i++) {
                assertEquals("+OK", login(address, "bob", "secret"));
            }
        } finally {
            enough.set(true);
        }
    }

    private static void goOn(InetSocketAddress address, String password, AtomicBoolean enough) {
        try {
            while (!enough.get()) {
                login(address, "alice", password);
            }
        } catch (Exception | AssertionError e) {
            // It was switched off.
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
            String answer = client.send("PASS " + password).line().split(" ")[0];
            // Behind it the maildrop is free for the next login.
            client.send("QUIT").line();
            client.expectEnd();
            return answer;
        }
    }
}
