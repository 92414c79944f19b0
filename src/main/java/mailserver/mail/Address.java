package mailserver.mail;

import java.util.Locale;
import java.util.Optional;

/**
 * A mailbox as SMTP names it: local part and domain (RFC 5321 §4.1.2). The local part is held unquoted and keeps its case;
 * the domain is lower-case. The bare {@code postmaster} that every server takes has an empty domain (§4.5.1).
 */
public record Address(String localPart, String domain) {
    /** The longest address in octets (RFC 5321 §4.5.3.1.3: a path of 256, less its brackets). */
    public static final int MAX_LENGTH = 254;

    public static final Address POSTMASTER = new Address("postmaster", "");

    public Address {
        domain = domain.toLowerCase(Locale.ROOT);
    }

    /** Reads {@code local@domain} by the grammar of {@link AddressParser}; empty when it is not an address. */
    public static Optional<Address> parse(String text) {
        return AddressParser.mailbox(text);
    }

    /** What two addresses have in common when they name the same account: no case anywhere. */
    public String folded() {
        return localPart.toLowerCase(Locale.ROOT) + "@" + domain;
    }

    public boolean isPostmaster() {
        return localPart.equalsIgnoreCase("postmaster");
    }

    /** This local part at another domain. */
    public Address at(String otherDomain) {
        return new Address(localPart, otherDomain);
    }

    /** {@code user} of {@code user+tag}; itself where there is no tag. */
    public Address withoutTag() {
        int plus = localPart.indexOf('+');
        return plus > 0 ? new Address(localPart.substring(0, plus), domain) : this;
    }

    /** As it stands on the wire, quoted where it must be. */
    @Override
    public String toString() {
        String local = AddressParser.isDotString(localPart) ? localPart : quoted();
        return domain.isEmpty() ? local : local + "@" + domain;
    }

    private String quoted() {
        return '"' + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
