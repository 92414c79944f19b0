package mailserver.mail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import mailserver.wire.text.AsciiCase;
import mailserver.wire.text.IpText;

/** What stands in the brackets of an address literal (RFC 5321 §4.1.3). */
final class AddressLiteral {
    private static final String IPV6 = "IPv6:";
    /** Ldh-str and dcontent. */
    private static final Pattern GENERAL = Pattern.compile("([A-Za-z0-9-]*[A-Za-z0-9]):([!-Z^-~]+)");

    private static final Pattern SNUM = Pattern.compile("[0-9]{1,3}");
    private static final Pattern IPV6_HEX = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final int GROUPS = 8;

    private AddressLiteral() {}

    /** The one spelling of each address, without brackets; empty for what is no literal. */
    static Optional<String> canonical(String content) {
        if (AsciiCase.startsWith(content, IPV6)) {
            return ipv6(content.substring(IPV6.length())).map(groups -> IPV6 + IpText.shortest(groups));
        }
        var general = GENERAL.matcher(content);
        if (general.matches()) {
            return Optional.of(general.group(1).toLowerCase(Locale.ROOT) + ":" + general.group(2));
        }
        return ipv4(content).map(a -> a.get(0) + "." + a.get(1) + "." + a.get(2) + "." + a.get(3));
    }

    /** The host of a canonical literal in its brackets; empty for names, and for literals of other kinds. */
    static Optional<InetAddress> host(String domain) {
        boolean ipv4 = domain.startsWith("[") && !domain.contains(":");
        boolean ipv6 = domain.startsWith("[" + IPV6);
        if (!ipv4 && !ipv6) {
            return Optional.empty();
        }
        try {
            // Never a look-up: the text is an address by its grammar.
            int start = ipv6 ? IPV6.length() + 1 : 1;
            return Optional.of(InetAddress.getByName(domain.substring(start, domain.length() - 1)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(domain + " was an address before", e);
        }
    }

    /** Four decimal numbers; zeros in front mean nothing. */
    private static Optional<List<Integer>> ipv4(String text) {
        List<Integer> octets = new ArrayList<>();
        for (String number : text.split("\\.", -1)) {
            if (!SNUM.matcher(number).matches() || Integer.parseInt(number) > 255) {
                return Optional.empty();
            }
            octets.add(Integer.valueOf(number));
        }
        return Optional.of(octets).filter(address -> address.size() == 4);
    }

    private static Optional<List<Integer>> ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true).filter(groups -> groups.size() == GROUPS);
        }
        String before = text.substring(0, gap);
        String behind = text.substring(gap + 2);
        return groups(before, false).flatMap(left -> groups(behind, true).flatMap(right -> joined(left, right)));
    }

    /** The gap stands for two groups of zeros at least. */
    private static Optional<List<Integer>> joined(List<Integer> left, List<Integer> right) {
        int zeros = GROUPS - left.size() - right.size();
        if (zeros < 2) {
            return Optional.empty();
        }
        List<Integer> all = new ArrayList<>(left);
        for (int i = 0; i < zeros; i++) {
            all.add(0);
        }
        all.addAll(right);
        return Optional.of(all);
    }

    /** Groups with colons between; the last two may be written as an IPv4 address. */
    private static Optional<List<Integer>> groups(String text, boolean last) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (IPV6_HEX.matcher(parts[i]).matches()) {
                groups.add(Integer.valueOf(parts[i], 16));
            } else {
                Optional<List<Integer>> octets = last && i == parts.length - 1 ? ipv4(parts[i]) : Optional.empty();
                if (octets.isEmpty()) {
                    return Optional.empty();
                }
                List<Integer> a = octets.get();
                groups.add(a.get(0) << 8 | a.get(1));
                groups.add(a.get(2) << 8 | a.get(3));
            }
        }
        return Optional.of(groups);
    }
}
