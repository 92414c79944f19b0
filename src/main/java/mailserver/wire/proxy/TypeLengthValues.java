package mailserver.wire.proxy;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** What may stand behind the addresses (§2.2.1 to §2.2.7). Most of it is of no use here, but all of it has to be whole. */
final class TypeLengthValues {
    private static final int PP2_TYPE_CRC32C = 0x03;
    private static final int PP2_TYPE_SSL = 0x20;
    private static final int PP2_CLIENT_SSL = 0x01;
    /** A type and a length. */
    private static final int HEAD = 3;
    /** In front of the vectors inside a PP2_TYPE_SSL: the client's bits, and whether its certificate was good. */
    private static final int SSL_HEAD = 5;

    private TypeLengthValues() {}

    /** @param from where the first one stands, or the header ends */
    static ProxyHeader.ClientHop read(byte[] header, int from) throws MalformedProxyHeaderException {
        var hop = ProxyHeader.ClientHop.UNTOLD;
        var vectors = ByteBuffer.wrap(header, from, header.length - from);
        while (vectors.hasRemaining()) {
            int type = type(vectors);
            ByteBuffer value = value(vectors);
            if (type == PP2_TYPE_CRC32C) {
                check(header, value);
            } else if (type == PP2_TYPE_SSL) {
                hop = hop(value);
            }
        }
        return hop;
    }

    private static int type(ByteBuffer vectors) throws MalformedProxyHeaderException {
        if (vectors.remaining() < HEAD) {
            throw new MalformedProxyHeaderException("a TLV breaks off");
        }
        return Byte.toUnsignedInt(vectors.get());
    }

    private static ByteBuffer value(ByteBuffer vectors) throws MalformedProxyHeaderException {
        int length = Short.toUnsignedInt(vectors.getShort());
        if (length > vectors.remaining()) {
            throw new MalformedProxyHeaderException("a TLV is longer than what holds it");
        }
        ByteBuffer value = vectors.slice(vectors.position(), length);
        vectors.position(vectors.position() + length);
        return value;
    }

    /** §2.2.3: over the whole header, with zeros in place of the sum itself. */
    private static void check(byte[] header, ByteBuffer value) throws MalformedProxyHeaderException {
        if (value.remaining() != Integer.BYTES) {
            throw new MalformedProxyHeaderException("its checksum has " + value.remaining() + " octets");
        }
        byte[] zeroed = header.clone();
        ByteBuffer.wrap(zeroed).putInt(value.arrayOffset(), 0);
        var sum = new CRC32C();
        sum.update(zeroed);
        if ((int) sum.getValue() != value.getInt(0)) {
            throw new MalformedProxyHeaderException("its checksum is wrong");
        }
    }

    private static ProxyHeader.ClientHop hop(ByteBuffer ssl) throws MalformedProxyHeaderException {
        if (ssl.remaining() < SSL_HEAD) {
            throw new MalformedProxyHeaderException("its PP2_TYPE_SSL breaks off");
        }
        int client = ssl.get(0);
        ssl.position(SSL_HEAD);
        while (ssl.hasRemaining()) {
            type(ssl);
            value(ssl);
        }
        return (client & PP2_CLIENT_SSL) == 0 ? ProxyHeader.ClientHop.UNTOLD : ProxyHeader.ClientHop.TLS;
    }
}
