package mailserver.wire.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Version 2: for machines (§2.2). Its first octet has been read. */
final class BinaryHeader {
    /**
     * More than addresses, names and identifiers take. A length goes up to 64 KB, and whoever is at the door has not even said who
     * it is.
     */
    static final int MOST = 4096;

    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_2 = 0x2;
    private static final int LOCAL = 0x0;
    private static final int PROXY = 0x1;
    private static final int FIXED = SIGNATURE.length + 4;
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;

    private final ProxyHeaderReader in;

    BinaryHeader(ProxyHeaderReader in) {
        this.in = in;
    }

    ProxyHeader read() throws IOException {
        for (int i = 1; i < SIGNATURE.length; i++) {
            if (in.octet() != SIGNATURE[i]) {
                throw new MalformedProxyHeaderException("its signature breaks off after octet " + i);
            }
        }
        byte[] rest = in.octets(FIXED - SIGNATURE.length);
        int version = rest[0] >> 4 & 0xf;
        int command = rest[0] & 0xf;
        int length = Short.toUnsignedInt(ByteBuffer.wrap(rest).getShort(2));
        if (version != VERSION_2) {
            throw new MalformedProxyHeaderException("it is of version " + version);
        }
        if (length > MOST) {
            throw new MalformedProxyHeaderException("it announces " + length + " octets, more than " + MOST);
        }
        byte[] header = ByteBuffer.allocate(FIXED + length)
                .put(SIGNATURE)
                .put(rest)
                .put(in.octets(length))
                .array();
        return switch (command) {
            // "The receiver ... must discard the protocol block including the family which is ignored."
            case LOCAL -> new ProxyHeader.Local();
            case PROXY -> proxied(header);
            // "Receivers must drop connections presenting unexpected values here."
            default -> throw new MalformedProxyHeaderException("its command is " + command);
        };
    }

    private static ProxyHeader proxied(byte[] header) throws IOException {
        int family = header[SIGNATURE.length + 1] & 0xff;
        return switch (family) {
            // "The receiver should ignore address information", and can't tell where that ends and a TLV begins.
            case 0x00 -> new ProxyHeader.Unspecified();
            case 0x11 -> addresses(header, IPV4_OCTETS);
            case 0x21 -> addresses(header, IPV6_OCTETS);
            // Datagrams and UNIX sockets, by which no client comes to a mail server, and what is not defined.
            default -> throw new MalformedProxyHeaderException("its family and protocol are " + family);
        };
    }

    private static ProxyHeader addresses(byte[] header, int octets) throws IOException {
        int block = 2 * octets + 2 * Short.BYTES;
        if (header.length < FIXED + block) {
            throw new MalformedProxyHeaderException("it has no room for its addresses");
        }
        var ports = ByteBuffer.wrap(header, FIXED + 2 * octets, 2 * Short.BYTES);
        int source = Short.toUnsignedInt(ports.getShort());
        int destination = Short.toUnsignedInt(ports.getShort());
        return new ProxyHeader.Proxied(
                new InetSocketAddress(address(header, FIXED, octets), source),
                new InetSocketAddress(address(header, FIXED + octets, octets), destination),
                TypeLengthValues.read(header, FIXED + block));
    }

    private static InetAddress address(byte[] header, int from, int octets) throws IOException {
        return InetAddress.getByAddress(Arrays.copyOfRange(header, from, from + octets));
    }
}
