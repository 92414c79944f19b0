package mailserver.wire.text;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** IP addresses as text, in the one form that RFC 5952 has for each; an IPv6 address without its zone, which means nothing elsewhere. */
public final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    public static String of(InetAddress address) {
        return address instanceof Inet6Address six ? shortest(groups(six)) : address.getHostAddress();
    }

    private static List<Integer> groups(Inet6Address address) {
        var octets = ByteBuffer.wrap(address.getAddress()).asCharBuffer();
        return IntStream.range(0, GROUPS).mapToObj(i -> (int) octets.get(i)).toList();
    }

    /**
     * RFC 5952 §4: lower case, no zeros in front, the first of the longest runs of zeros left out.
     *
     * @param groups the eight groups of 16 bits that an IPv6 address has
     */
    public static String shortest(List<Integer> groups) {
        int start = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups.get(i + run) == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        // A single group of zeros is written out (RFC 5952 §4.2.2).
        return length < 2
                ? hex(groups)
                : hex(groups.subList(0, start)) + "::" + hex(groups.subList(start + length, GROUPS));
    }

    private static String hex(List<Integer> groups) {
        return String.join(":", groups.stream().map(Integer::toHexString).toList());
    }
}
