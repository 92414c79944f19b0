package mailserver.wire.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a PROXY header of either version. Behind it begins another protocol, maybe TLS, that has a reader of its own: so it asks for
 * no octet that isn't certain to be the header's.
 */
public final class ProxyHeaderReader {
    private final InputStream in;

    /** @param in unbuffered, or the one that is read on from afterwards */
    public ProxyHeaderReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads it to its last octet.
     *
     * @throws MalformedProxyHeaderException as soon as it is certain to be none
     * @throws EOFException                  when the connection ends first
     */
    public ProxyHeader read() throws IOException {
        // The first octet tells them apart: no version 1 begins with a CR.
        int first = octet();
        return switch (first) {
            case 'P' -> new TextHeader(this).read();
            case '\r' -> new BinaryHeader(this).read();
            default -> throw new MalformedProxyHeaderException("it begins with octet " + first);
        };
    }

    int octet() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the connection ended within the PROXY header");
        }
        return octet;
    }

    byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("the connection ended within the PROXY header");
        }
        return octets;
    }
}
