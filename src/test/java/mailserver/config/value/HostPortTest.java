package mailserver.config.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:25,localhost,25",
        "mail.example:0,mail.example,0",
        "my_container:65535,my_container,65535",
        "10.0.0.1:2525,10.0.0.1,2525",
        "[::1]:110,::1,110",
        "[fe80::1%eth0]:25,fe80::1%eth0,25",
        "[::ffff:10.0.0.1]:25,::ffff:10.0.0.1,25"
    })
    void readsAndWrites(String text, String host, int port) {
        assertEquals(Optional.of(new HostPort(host, port)), HostPort.parse(text));
        assertEquals(text, new HostPort(host, port).toString());
    }

    @Test
    void rfc5890_2_3_2_1_aNameIsKeptAsItIsLookedUp() {
        assertEquals(
                Optional.of(new HostPort("mail.xn--bcher-kva.example", 25)),
                HostPort.parse("Mail.B\u00fccher.example:25"));
    }

    @Test
    void starIsEveryAddress() {
        assertEquals("[::]:25", HostPort.parse("*:25").orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a",
                "a:",
                ":25",
                "a:b",
                "a:-1",
                "a:65536",
                "a:123456",
                "a: 25",
                "a b:25",
                "::1:25",
                "[::1]",
                "[::1]25",
                "[::g]:25",
                "[a]:25",
                "[1.2.3.4]:25",
                "1.2.3:25",
                "1.2.3.256:25",
                "a:25:26",
                "a/b:25",
                "a:+25"
            })
    void refuses(String text) {
        assertEquals(Optional.empty(), HostPort.parse(text));
    }

    @Test
    void canNotBeMadeWrong() {
        assertThrows(IllegalArgumentException.class, () -> new HostPort("a", 65536));
        assertThrows(IllegalArgumentException.class, () -> new HostPort("a", -1));
        assertThrows(IllegalArgumentException.class, () -> new HostPort("", 1));
    }
}
