package mailserver.mail;

import java.net.InetAddress;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A mailbox as SMTP names it: local part and domain (RFC 5321 §4.1.2). The local part is held unquoted and as it was typed. The
 * domain has one spelling: lower-case with A-labels, or an address literal such as {@code [192.0.2.1]} in brackets, so domains
 * compare as text. The bare {@code postmaster} that every server takes has an empty domain (§4.5.1).
 */
public record Address(String localPart, String domain) {
    /** The longest address in octets (RFC 5321 §4.5.3.1.3: a path of 256, less its brackets). */
    public static final int MAX_LENGTH = 254;

    public static final Address POSTMASTER = new Address("postmaster", "");

    /** @throws IllegalArgumentException if the domain is none */
    public Address {
        domain = domain.isEmpty()
                ? domain
                : AddressParser.domain(domain).orElseThrow(() -> new IllegalArgumentException("not a domain"));
    }

    /** Reads {@code local@domain} by the grammar of {@link AddressParser}; empty when it is not an address. */
    public static Optional<Address> parse(String text) {
        return AddressParser.mailbox(text);
    }

    /**
     * What two addresses have in common when they name the same account: no case anywhere, and one way to write a letter with
     * its accents (the case mapping and normalization that RFC 8265 §3.3 has for the names of users).
     */
    public String folded() {
        String lower = normalized(localPart).toLowerCase(Locale.ROOT);
        return new Address(normalized(lower), domain).toString();
    }

    private static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    public boolean isPostmaster() {
        // Not equalsIgnoreCase, to which a long s (U+017F) is an s.
        return localPart.toLowerCase(Locale.ROOT).equals("postmaster");
    }

    /** True when only a peer with SMTPUTF8 can have it (RFC 6531 §3.2): the local part is not ASCII. */
    public boolean needsUtf8() {
        return localPart.chars().anyMatch(c -> c >= 0x80);
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

    /** The host that the domain names as an address literal (RFC 5321 §4.1.3). */
    public Optional<InetAddress> literal() {
        return AddressLiteral.host(domain);
    }

    /** The domain with U-labels, for people only: to compare, and for a log, there is {@link #domain()}. */
    public String unicodeDomain() {
        return domain.startsWith("[") ? domain : DomainName.unicode(domain);
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
