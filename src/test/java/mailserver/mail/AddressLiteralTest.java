package mailserver.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321 §4.1.3. */
class AddressLiteralTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "192.000.002.010, 192.0.2.10",
        "IPv6:2001:db8::1, IPv6:2001:db8::1",
        "ipv6:2001:0DB8:0:0:0:0:0:1, IPv6:2001:db8::1",
        "IPv6:::, IPv6:::",
        "IPv6:0:0:0:0:0:0:0:0, IPv6:::",
        "IPv6:::1, IPv6:::1",
        "IPv6:1::, IPv6:1::",
        "IPv6:1:2:3:4:5:6:7:8, IPv6:1:2:3:4:5:6:7:8",
        "IPv6:1:2:3:4:5:6::, IPv6:1:2:3:4:5:6::",
        "IPv6:::3:4:5:6:7:8, IPv6:::3:4:5:6:7:8",
        "IPv6:1:0:3:4:5:6:7:8, IPv6:1:0:3:4:5:6:7:8",
        "IPv6:1:0:0:4:0:0:7:8, IPv6:1::4:0:0:7:8",
        "IPv6:1:0:0:4:0:0:0:8, IPv6:1:0:0:4::8",
        "IPv6:::ffff:192.0.2.1, IPv6:::ffff:c000:201",
        "IPv6:1:2:3:4:5:6:7.8.9.10, IPv6:1:2:3:4:5:6:708:90a",
        "IPv6:1:2:3:4::7.8.9.10, IPv6:1:2:3:4::708:90a",
        "IPv6:1::4.5.6.7, IPv6:1::405:607",
        "x-net:Q@z!, x-net:Q@z!",
        "X-Net2:a:b, x-net2:a:b"
    })
    void rfc5321_4_1_3_each_address_has_one_spelling(String written, String canonical) {
        assertEquals(Optional.of(canonical), AddressLiteral.canonical(written));
        assertEquals(Optional.of(canonical), AddressLiteral.canonical(canonical));
        Address address = Address.parse("a@[" + written + "]").orElseThrow();
        assertEquals("a@[" + canonical + "]", address.toString());
        assertEquals(address, new Address("a", "[" + written + "]"));
        assertEquals("[" + canonical + "]", address.unicodeDomain());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.0004",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.x",
                " 1.2.3.4",
                "::1",
                "IPv6",
                "IPv6:",
                "IPv6::",
                "IPv6:::::",
                "IPv6:1.2.3.4",
                "IPv6:1:2:3:4:5:6:7",
                "IPv6:1:2:3:4:5:6:7:8:9",
                "IPv6:1:2:3:4:5:6:7::",
                "IPv6:::2:3:4:5:6:7:8",
                "IPv6:1:2:3:4:5:6:7:8::",
                "IPv6:1::2::3",
                "IPv6:1:::2",
                "IPv6::1:2:3:4:5:6:7:8",
                "IPv6:1:2:3:4:5:6:7:",
                "IPv6:12345::",
                "IPv6:g::",
                "IPv6:-1::",
                "IPv6:fe80::1%eth0",
                "IPv6:::1.2.3",
                "IPv6:::1.2.3.256",
                "IPv6:::1.2.3.4:5",
                "IPv6:1.2.3.4::",
                "IPv6:1:2:3:4:5::7.8.9.10",
                "IPv6:1:2:3:4:5:6:7:1.2.3.4",
                "tag:",
                ":x",
                "tag-:x",
                "ta_g:x",
                "tag:a b",
                "tag:a[b",
                "tag:a\\b",
                "tag:\u00e9",
                "tag"
            })
    void rfc5321_4_1_3_all_else_is_none(String written) {
        assertEquals(Optional.empty(), AddressLiteral.canonical(written));
        assertEquals(Optional.empty(), Address.parse("a@[" + written + "]"));
    }

    @Test
    void rfc5321_4_5_3_1_2_a_literal_has_255_octets_at_the_most() {
        assertEquals(Optional.empty(), Address.parse("a@[x:" + "y".repeat(252) + "]"));
    }

    @Test
    void a_literal_is_a_host_without_a_look_up() throws UnknownHostException {
        assertEquals(Optional.of(InetAddress.getByName("192.0.2.1")), new Address("a", "[192.0.2.1]").literal());
        assertEquals(
                Optional.of(InetAddress.getByName("2001:db8::1")), new Address("a", "[IPv6:2001:db8::1]").literal());
        for (String domain : new String[] {"", "example.org", "[x:192.0.2.1]"}) {
            assertEquals(Optional.empty(), new Address("a", domain).literal());
        }
    }
}
