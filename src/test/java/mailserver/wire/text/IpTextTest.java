package mailserver.wire.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpTextTest {
    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "2001:0DB8:0:0:0:0:0:0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "fe80:0:0:0:0:0:0:1%1, fe80::1",
        "0:0:0:0:0:ffff:7f00:1, 127.0.0.1",
        "192.0.2.1, 192.0.2.1"
    })
    void rfc5952_section4(String given, String text) throws Exception {
        assertEquals(text, IpText.of(InetAddress.getByName(given)));
    }
}
