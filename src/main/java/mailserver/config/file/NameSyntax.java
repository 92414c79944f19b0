package mailserver.config.file;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import mailserver.mail.DomainName;

/** The shapes of the names in the files: domains, host names, literal addresses. */
public final class NameSyntax {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    // Folders beside the mail domains' own folders in maildir/.
    private static final Set<String> TAKEN = Set.of("queue", "run", "log");

    private NameSyntax() {}

    /** The name as it compares, lower-case with A-labels; empty when the text is no name of a domain or host. */
    public static Optional<String> domain(String text) {
        // 253: RFC 1035 §2.3.4 gives 255 octets on the wire. The last label of a name is never all digits, so that a
        // name can't be taken for an address (RFC 1123 §2.1).
        return DomainName.canonical(text).filter(name -> name.length() <= 253 && !name.matches("(?:.*\\.)?[0-9]+"));
    }

    public static boolean isDomain(String text) {
        return domain(text).isPresent();
    }

    public static boolean isTaken(String domain) {
        return TAKEN.contains(domain);
    }

    /** Whether the text is a literal IPv4 or IPv6 address; never asks a name server. */
    public static boolean isAddress(String text) {
        return address(text).isPresent();
    }

    public static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // A text with a colon, or four octets, is taken as a literal or refused; no look-up happens.
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** A domain as a key: without case (RFC 5321 §2.4) and with A-labels. What is no domain is no key, and stays itself. */
    public static String folded(String domain) {
        return domain(domain).orElse(domain);
    }

    /** A name of a zone file as a key: without case and without the dot that marks it absolute (RFC 1035 §5.1). */
    public static String absolute(String name) {
        return folded(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }
}
