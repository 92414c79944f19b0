package mailserver.wire.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
    @Test
    void aLineIsReadBackAsItWasWritten() {
        String line = LogLine.of("1j16sv1143c5b")
                .with("from", "<ann@home.lan>")
                .with("to", "<\"b o b\"@peer.lab>")
                .with("relay", Optional.of("10.0.0.7:25"))
                .with("delay", Optional.empty())
                .status("sent", "250 2.0.0 Ok (queued)");
        assertEquals(
                "id=1j16sv1143c5b from=<ann@home.lan> to=\"<\\\"b o b\\\"@peer.lab>\" relay=10.0.0.7:25 "
                        + "status=sent (250 2.0.0 Ok (queued))",
                line);
        assertEquals(
                Optional.of(Map.of(
                        "id", "1j16sv1143c5b",
                        "from", "<ann@home.lan>",
                        "to", "<\"b o b\"@peer.lab>",
                        "relay", "10.0.0.7:25",
                        "status", "sent",
                        "said", "250 2.0.0 Ok (queued)")),
                LogLine.parse(line));
    }

    @Test
    void nobodyWritesALineOfHisOwn() {
        String name = "x\r\n2026-01-01 00:00:00.000 INFO  service=pop3 client=[1.2.3.4] status=authenticated";
        String line = LogLine.of("pop3", "192.0.2.1").with("user", name).status("authentication-failed", name);
        assertEquals(1, line.lines().count());
        Map<String, String> fields = LogLine.parse(line).orElseThrow();
        assertEquals("[192.0.2.1]", fields.get("client"));
        assertEquals("authentication-failed", fields.get("status"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "words alone", "key =x", "id=\"open", "=x", "id=x status=sent (open", "id=x  to=y"})
    void whatIsNoneIsNone(String line) {
        assertFalse(LogLine.parse(line).isPresent());
    }

    @Test
    void anyValueComesBack() {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            var value = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                value.append("ab \"\\=()<>[]'ü\t\n".charAt(random.nextInt(16)));
            }
            String harmless = Printable.word(value.toString());
            Map<String, String> fields = LogLine.parse(
                            LogLine.of("id1").with("user", value).status("x", value.toString()))
                    .orElseThrow();
            assertEquals(harmless, fields.get("user"));
            assertEquals(harmless, fields.get("said"));
        }
    }
}
