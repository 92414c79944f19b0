package mailserver.config.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8,127.255.1.2,true",
        "127.0.0.0/8,128.0.0.1,false",
        "10.1.2.3,10.1.2.3,true",
        "10.1.2.3,10.1.2.4,false",
        "10.1.2.128/25,10.1.2.255,true",
        "10.1.2.128/25,10.1.2.127,false",
        "10.0.0.0/7,11.0.0.1,true",
        "10.0.0.0/7,12.0.0.1,false",
        "0.0.0.0/0,203.0.113.9,true",
        "0.0.0.0/0,::2,false",
        "::/0,::2,true",
        "::/0,10.0.0.1,false",
        "::1/128,::1,true",
        "::1/128,::2,false",
        "fd00::/8,fdff:1::2,true",
        "fd00::/8,fe00::1,false",
        "2001:db8::/33,2001:db8:7fff::,true",
        "2001:db8::/33,2001:db8:8000::,false",
        "::ffff:10.0.0.0/104,10.9.9.9,true",
        "::ffff:10.0.0.0/104,11.0.0.1,false"
    })
    void contains(String network, String address, boolean expected) throws Exception {
        assertEquals(expected, Network.parse(network).orElseThrow().contains(InetAddress.getByName(address)));
    }

    @Test
    void takesAMappedPeerForTheIpv4AddressItIs() throws Exception {
        byte[] bytes = new byte[16];
        bytes[10] = -1;
        bytes[11] = -1;
        bytes[12] = 127;
        bytes[15] = 1;
        InetAddress mapped = assertInstanceOf(InetAddress.class, Inet6Address.getByAddress("mapped", bytes, -1));
        assertEquals(16, mapped.getAddress().length);
        assertTrue(Network.parse("127.0.0.0/8").orElseThrow().contains(mapped));
        assertTrue(!Network.parse("::/0").orElseThrow().contains(mapped));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/8",
                "lan/8",
                "::/129",
                "::ffff:10.0.0.0/95",
                "fe80::%eth0/10",
                "10.0.0.0/8/8",
                "10.0.0.0/8 ",
                "010.0.0.0/8"
            })
    void refuses(String text) {
        assertEquals(Optional.empty(), Network.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7/32",
        "::ffff:192.0.2.7, 192.0.2.7/32",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "fe80::1, fe80::/64"
    })
    void rfc6177_a_client_is_known_by_its_IPv4_address_or_its_IPv6_network(String client, String network)
            throws UnknownHostException {
        assertEquals(network, Network.around(InetAddress.getByName(client)).toString());
    }
}
