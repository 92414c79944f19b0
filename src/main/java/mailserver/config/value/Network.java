package mailserver.config.value;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import mailserver.config.file.NameSyntax;
import mailserver.wire.text.IpText;

/** A range of addresses in CIDR notation (RFC 4632 §3.1), such as {@code 10.0.0.0/8}. */
public record Network(InetAddress address, int prefix) {
    private static final int MAPPED_BYTES = 12;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_SUBNET = 64;

    public Network {
        int bits = 8 * address.getAddress().length;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("prefix " + prefix + " of " + bits + " bits");
        }
    }

    /**
     * What a client can be known by: its IPv4 address, or the /64 around its IPv6 address. Who has one address in there has 2^64
     * of them (RFC 6177 §2).
     */
    public static Network around(InetAddress client) {
        byte[] octets = unmapped(client.getAddress());
        return octets.length == IPV4_BYTES
                ? of(octets, 8 * IPV4_BYTES)
                : of(octets, IPV6_SUBNET).base();
    }

    private static Network of(byte[] octets, int prefix) {
        try {
            return new Network(InetAddress.getByAddress(octets), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address kept its length", e);
        }
    }

    /** Reads {@code address/prefix}, or an address alone, which is a range of one. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String base = slash < 0 ? text : text.substring(0, slash);
        return NameSyntax.address(base).flatMap(address -> {
            int bits = 8 * address.getAddress().length;
            if (slash < 0) {
                return Optional.of(new Network(address, bits));
            }
            // An IPv4-mapped base (::ffff:10.0.0.0/104) has become plain IPv4: the first 96 bits are gone.
            int written = base.contains(":") ? 128 : 32;
            return number(text.substring(slash + 1))
                    .map(prefix -> prefix - (written - bits))
                    .filter(prefix -> prefix >= 0 && prefix <= bits)
                    .map(prefix -> new Network(address, prefix));
        });
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    public boolean contains(InetAddress other) {
        byte[] theirs = unmapped(other.getAddress());
        byte[] ours = unmapped(address.getAddress());
        return theirs.length == ours.length && Arrays.equals(masked(theirs), masked(ours));
    }

    /** The same range with every bit behind the prefix cleared. */
    public Network base() {
        return of(masked(address.getAddress()), prefix);
    }

    private byte[] masked(byte[] bytes) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefix - 8L * i, 0, 8);
            result[i] = (byte) (bytes[i] & (0xFF << (8 - kept)));
        }
        return result;
    }

    // A dual-stack socket shows an IPv4 peer as ::ffff:a.b.c.d (RFC 4291 §2.5.5.2); it is the same peer.
    private static byte[] unmapped(byte[] bytes) {
        if (bytes.length != 16 || bytes[10] != -1 || bytes[11] != -1) {
            return bytes;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return bytes;
            }
        }
        return Arrays.copyOfRange(bytes, MAPPED_BYTES, 16);
    }

    @Override
    public String toString() {
        return IpText.of(address) + "/" + prefix;
    }
}
