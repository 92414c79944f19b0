package mailserver.wire.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import mailserver.Cuts;
import mailserver.PiecewiseSocket;
import mailserver.wire.proxy.ProxyHeader.ClientHop;
import mailserver.wire.proxy.ProxyHeader.Local;
import mailserver.wire.proxy.ProxyHeader.Proxied;
import mailserver.wire.proxy.ProxyHeader.Unspecified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderReaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String FOUR = "c0000201" + "cb007107" + "1267" + "0019";
    private static final String SIX =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "ffff0000";
    private static final byte[] BEHIND = "EHLO client.example\r\n".getBytes(StandardCharsets.US_ASCII);

    private record Case(byte[] octets, ProxyHeader header) {
        @Override
        public String toString() {
            return octets[0] == 'P'
                    ? new String(octets, StandardCharsets.US_ASCII).strip()
                    : HexFormat.of().formatHex(octets, 12, octets.length);
        }
    }

    private static byte[] line(String line) {
        return (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] binary(String versionCommandFamily, String rest) {
        return HexFormat.of().parseHex(SIGNATURE + versionCommandFamily + "%04x".formatted(rest.length() / 2) + rest);
    }

    private static InetSocketAddress at(String address, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    /** With its sum in the first TLV, behind the addresses of IPv4. */
    private static byte[] summed() {
        byte[] header = binary("2111", FOUR + "03000400000000" + "040001ff");
        var sum = new CRC32C();
        sum.update(header);
        ByteBuffer.wrap(header).putInt(16 + 12 + 3, (int) sum.getValue());
        return header;
    }

    static List<Case> headers() throws IOException {
        var four = new Proxied(at("192.0.2.1", 4711), at("203.0.113.7", 25), ClientHop.UNTOLD);
        var overTls = new Proxied(four.source(), four.destination(), ClientHop.TLS);
        var six = new Proxied(at("2001:db8::1", 65_535), at("2001:db8::2", 0), ClientHop.UNTOLD);
        String tlsVersion = "210007" + "544c5376312e33";
        return List.of(
                new Case(line("PROXY TCP4 192.0.2.1 203.0.113.7 4711 25"), four),
                new Case(line("PROXY TCP6 2001:db8::1 2001:DB8:0:0::2 65535 0"), six),
                new Case(line("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:203.0.113.7 4711 25"), four),
                new Case(line("PROXY UNKNOWN"), new Unspecified()),
                new Case(
                        line("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535 and " + "x".repeat(37)),
                        new Unspecified()),
                new Case(binary("2000", ""), new Local()),
                new Case(binary("2011", FOUR), new Local()),
                new Case(binary("20ff", "00"), new Local()),
                new Case(binary("2100", ""), new Unspecified()),
                new Case(binary("2100", "00".repeat(BinaryHeader.MOST)), new Unspecified()),
                new Case(binary("2111", FOUR), four),
                new Case(binary("2121", SIX), six),
                new Case(binary("2111", FOUR + "040000" + "ea00020102"), four),
                new Case(binary("2111", FOUR + "20000f" + "0100000000" + tlsVersion), overTls),
                new Case(binary("2111", FOUR + "200005" + "0600000000"), four),
                new Case(summed(), four));
    }

    private static ProxyHeader read(byte[]... pieces) throws IOException {
        try (var socket = new PiecewiseSocket(List.of(pieces))) {
            return new ProxyHeaderReader(socket.getInputStream()).read();
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void it_is_read_however_it_is_cut_and_not_an_octet_further(Case one) throws IOException {
        byte[] all = Arrays.copyOf(one.octets(), one.octets().length + BEHIND.length);
        System.arraycopy(BEHIND, 0, all, one.octets().length, BEHIND.length);
        for (int position = 1; position < all.length; position++) {
            try (var socket = new PiecewiseSocket(Cuts.at(position, all))) {
                assertEquals(one.header(), new ProxyHeaderReader(socket.getInputStream()).read(), "cut at " + position);
                assertEquals(
                        new String(BEHIND, StandardCharsets.US_ASCII),
                        new String(socket.getInputStream().readNBytes(BEHIND.length), StandardCharsets.US_ASCII));
            }
        }
        assertEquals(one.header(), read(Cuts.every(1, all).toArray(byte[][]::new)));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void a_part_of_it_is_the_end_of_the_connection(Case one) {
        for (int length = 0; length < one.octets().length; length++) {
            byte[] part = Arrays.copyOf(one.octets(), length);
            assertThrows(EOFException.class, () -> read(part), length + " octets");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO client.example",
                "PROXY",
                "PROXY ",
                "PROXYTCP4 192.0.2.1 203.0.113.7 4711 25",
                "POXY TCP4 192.0.2.1 203.0.113.7 4711 25",
                "proxy TCP4 192.0.2.1 203.0.113.7 4711 25",
                "PROXY tcp4 192.0.2.1 203.0.113.7 4711 25",
                "PROXY UDP4 192.0.2.1 203.0.113.7 4711 25",
                "PROXY  TCP4 192.0.2.1 203.0.113.7 4711 25",
                "PROXY TCP4  192.0.2.1 203.0.113.7 4711 25",
                "PROXY TCP4 192.0.2.1 203.0.113.7 4711 25 ",
                "PROXY TCP4 192.0.2.1 203.0.113.7 4711",
                "PROXY TCP4 192.0.2.1 203.0.113.7 4711 25 26",
                "PROXY TCP4 192.0.2.256 203.0.113.7 4711 25",
                "PROXY TCP4 192.0.02.1 203.0.113.7 4711 25",
                "PROXY TCP4 192.0.2 203.0.113.7 4711 25",
                "PROXY TCP4 192.0.2.1. 203.0.113.7 4711 25",
                "PROXY TCP4 localhost 203.0.113.7 4711 25",
                "PROXY TCP4 2001:db8::1 2001:db8::2 4711 25",
                "PROXY TCP6 192.0.2.1 203.0.113.7 4711 25",
                "PROXY TCP6 2001:db8::1::2 2001:db8::2 4711 25",
                "PROXY TCP6 fe80::1%eth0 2001:db8::2 4711 25",
                "PROXY TCP4 192.0.2.1 203.0.113.7 65536 25",
                "PROXY TCP4 192.0.2.1 203.0.113.7 04711 25",
                "PROXY TCP4 192.0.2.1 203.0.113.7 -1 25",
                "PROXY TCP4 192.0.2.1 203.0.113.7 4711 +25",
                "PROXY TCP4 192.0.2.1 203.0.113.7 4711 25\n",
                "PROXY TCP4 192.0.2.1 203.0.113.7 4711 25\r",
                "PROXY\tTCP4 192.0.2.1 203.0.113.7 4711 25",
                "PROXY UNKNOWN \0",
                "PROXY UNKNOWN \u00e9"
            })
    void a_line_that_is_wrong_is_refused(String line) {
        assertThrows(MalformedProxyHeaderException.class, () -> read(line(line)));
    }

    @Test
    void version_1_has_107_octets_at_the_most() throws IOException {
        assertEquals(new Unspecified(), read(line("PROXY UNKNOWN " + "x".repeat(107 - 2 - 14))));
        assertThrows(
                MalformedProxyHeaderException.class, () -> read(line("PROXY UNKNOWN " + "x".repeat(107 - 2 - 13))));
    }

    static List<byte[]> wrong() {
        byte[] sum = summed();
        sum[sum.length - 1] ^= 1;
        return List.of(
                binary("1111", FOUR),
                binary("3111", FOUR),
                binary("2211", FOUR),
                binary("2f11", FOUR),
                binary("2110", FOUR),
                binary("2112", FOUR),
                binary("2101", FOUR),
                binary("2131", "00".repeat(216)),
                binary("2111", ""),
                binary("2111", FOUR.substring(2)),
                binary("2121", FOUR),
                binary("2121", SIX.substring(2)),
                binary("2111", FOUR + "04"),
                binary("2111", FOUR + "0400"),
                binary("2111", FOUR + "040001"),
                binary("2111", FOUR + "040000" + "04ffff00"),
                binary("2111", FOUR + "200004" + "01000000"),
                binary("2111", FOUR + "200007" + "0100000000" + "2100"),
                binary("2111", FOUR + "200008" + "0100000000" + "210001" + "040000"),
                binary("2111", FOUR + "030003" + "000000"),
                binary("2111", FOUR + "030004" + "00000000"),
                binary("2000", "00".repeat(BinaryHeader.MOST + 1)),
                sum);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_binary_header_that_is_wrong_is_refused(byte[] header) {
        assertThrows(MalformedProxyHeaderException.class, () -> read(header));
    }

    @Test
    void every_octet_of_the_signature_counts() {
        byte[] right = binary("2111", FOUR);
        for (int i = 0; i < SIGNATURE.length() / 2; i++) {
            byte[] other = right.clone();
            other[i] ^= 0x40;
            assertThrows(MalformedProxyHeaderException.class, () -> read(other), "octet " + i);
        }
    }

    /** Whoever waits for the rest of what is wrong already, waits in vain. */
    @Test
    void what_is_wrong_is_refused_at_its_first_wrong_octet() throws IOException {
        for (String wrong : List.of("E", "PA", "PROXX", "\r\n\r\r", "PROXY \t")) {
            var in = new ByteArrayInputStream((wrong + "more").getBytes(StandardCharsets.US_ASCII));
            assertThrows(MalformedProxyHeaderException.class, () -> new ProxyHeaderReader(in).read(), wrong);
            assertEquals("more", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }
}
