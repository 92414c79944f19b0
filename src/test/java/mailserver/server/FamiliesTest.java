package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import mailserver.Dialogue;
import mailserver.TestServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust, limits and peers are the same for IPv4 and IPv6, on a port that takes both; and no address is of the one written as the other. */
@Timeout(60)
class FamiliesTest {
    @TempDir
    private Path home;

    @TempDir
    private Path other;

    private static Dialogue smtp(TestServer server, String address) throws Exception {
        return Dialogue.with(new InetSocketAddress(address, server.smtpPort()));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.0/8, ::1", "::1, ::1/128, 127.0.0.1"})
    void trustIsForTheNetworkThatIsNamed(String trusted, String network, String stranger) throws Exception {
        String more = "[trust]\nnetworks = ['" + network + "']\n[peers]\n'peer.example' = '127.0.0.1:9'";
        try (TestServer server = TestServer.startOnBothFamilies(home, "our.example", more)) {
            try (Dialogue client = smtp(server, trusted)) {
                client.talk("""
                    S: 220
                    C: HELO x
                    S: 250
                    C: MAIL FROM:<bob@our.example>
                    S: 250 2.1.0
                    C: RCPT TO:<x@peer.example>
                    S: 250 2.1.5
                    """);
            }
            try (Dialogue client = smtp(server, stranger)) {
                client.talk("""
                    S: 220
                    C: HELO x
                    S: 250
                    C: MAIL FROM:<bob@our.example>
                    S: 550 5.7.1
                    C: MAIL FROM:<x@else.example>
                    S: 250 2.1.0
                    C: RCPT TO:<x@peer.example>
                    S: 554 5.7.1
                    """);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void limitsAreForEachAddressOfEither(String address) throws Exception {
        String more = "[trust]\nnetworks = []\n[limits]\nsessions_per_address = 2";
        try (TestServer server = TestServer.startOnBothFamilies(home, "our.example", more);
                Dialogue first = smtp(server, address);
                Dialogue second = smtp(server, address)) {
            first.expect("220");
            second.expect("220");
            try (Dialogue third = smtp(server, address);
                    Dialogue elsewhere = smtp(server, address.equals("::1") ? "127.0.0.1" : "::1")) {
                third.expect("421 4.7.0");
                elsewhere.expect("220");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1, [127.0.0.1]", "::1, [::1], [IPv6:::1]"})
    void mailGoesToAPeerOfEither(String address, String host, String literal) throws Exception {
        try (TestServer peer = TestServer.startOnBothFamilies(other, "peer.example", "[trust]\nnetworks = []");
                TestServer server = TestServer.startOnBothFamilies(
                        home, "our.example", "[peers]\n'peer.example' = '" + host + ":" + peer.smtpPort() + "'")) {
            try (Dialogue client = smtp(server, address)) {
                client.talk("""
                    S: 220
                    C: HELO x
                    S: 250
                    C: MAIL FROM:<bob@our.example>
                    S: 250
                    C: RCPT TO:<bob@peer.example>
                    S: 250
                    C: DATA
                    S: 354
                    C: Subject: hi
                    C:
                    C: .
                    S: 250 2.0.0 Ok: queued as
                    """);
            }
            Letters.until(() -> peer.mail("peer.example", "bob").size() == 1);
            String text = TestServer.text(peer.mail("peer.example", "bob").getFirst());
            assertTrue(text.contains("(" + literal + ")"), text);
            assertTrue(!text.contains("ffff"), text);
        }
    }
}
