package mailserver.mail;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A cursor over one line that reads the addresses of RFC 5321 §4.1.2 and §4.1.3, one method per grammar rule.
 * A rule that doesn't match throws {@link Mismatch}, which no caller outside sees.
 */
public final class AddressParser {
    private static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mismatch() {
            // Control flow, not a fault: no message and no stack.
            super(null, null, false, false);
        }
    }

    private final String text;
    private int at;

    private AddressParser(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** A path in angle brackets and what stands behind it. */
    public record Path(Optional<Address> address, String rest) {}

    /** Reads a whole text as {@code local@domain}. */
    public static Optional<Address> mailbox(String text) {
        try {
            var parser = new AddressParser(text, 0);
            Address address = parser.mailbox();
            return parser.atEnd() ? Optional.of(address) : Optional.empty();
        } catch (Mismatch e) {
            return Optional.empty();
        }
    }

    /**
     * Reads {@code <path>}, or a bare mailbox as sloppy peers send it, from the start of a text. A source route is read and
     * dropped (RFC 5321 §4.1.1.3, appendix C). {@code <>} gives no address, {@code <postmaster>} the one without a domain.
     */
    public static Optional<Path> path(String text) {
        try {
            var parser = new AddressParser(text, 0);
            Optional<Address> address = parser.path();
            return Optional.of(new Path(address, text.substring(parser.at)));
        } catch (Mismatch e) {
            return Optional.empty();
        }
    }

    /** True for a domain by the grammar of RFC 5321 §4.1.2, U-labels of RFC 6531 included; address literals are none. */
    public static boolean isDomain(String text) {
        try {
            var parser = new AddressParser(text, 0);
            parser.domainName();
            return parser.atEnd();
        } catch (Mismatch e) {
            return false;
        }
    }

    static boolean isDotString(String text) {
        try {
            var parser = new AddressParser(text, 0);
            parser.dotString();
            return parser.atEnd();
        } catch (Mismatch e) {
            return false;
        }
    }

    private Optional<Address> path() {
        if (!take('<')) {
            return Optional.of(mailbox());
        }
        if (take('>')) {
            return Optional.empty();
        }
        if (peek() == '@') {
            sourceRoute();
        }
        Address address = postmasterOrMailbox();
        expect('>');
        return Optional.of(address);
    }

    private void sourceRoute() {
        do {
            expect('@');
            domain();
        } while (take(','));
        expect(':');
    }

    private Address postmasterOrMailbox() {
        String bare = "postmaster";
        if (text.regionMatches(true, at, bare, 0, bare.length()) && charAt(at + bare.length()) == '>') {
            at += bare.length();
            return Address.POSTMASTER;
        }
        return mailbox();
    }

    private Address mailbox() {
        int start = at;
        String local = peek() == '"' ? quotedString() : dotString();
        expect('@');
        String domain = domain();
        // The limit is on octets, which is more than characters in an internationalized address.
        if (text.substring(start, at).getBytes(StandardCharsets.UTF_8).length > Address.MAX_LENGTH) {
            throw new Mismatch();
        }
        return new Address(local, domain);
    }

    private String dotString() {
        int start = at;
        do {
            atom();
        } while (take('.'));
        return text.substring(start, at);
    }

    private void atom() {
        int start = at;
        while (isAtext(peek())) {
            at++;
        }
        if (at == start) {
            throw new Mismatch();
        }
    }

    private String quotedString() {
        expect('"');
        var content = new StringBuilder();
        while (!take('"')) {
            take('\\');
            char c = peek();
            // qtextSMTP and quoted-pairSMTP: printable ASCII; RFC 6531 §3.3 adds the rest of Unicode.
            if (c < ' ' || c == 0x7f || isControl(c)) {
                throw new Mismatch();
            }
            content.append(c);
            at++;
        }
        if (content.isEmpty()) {
            throw new Mismatch();
        }
        return content.toString();
    }

    private String domain() {
        int start = at;
        if (peek() == '[') {
            addressLiteral();
        } else {
            domainName();
        }
        return text.substring(start, at);
    }

    private void domainName() {
        int start = at;
        do {
            label();
        } while (take('.'));
        if (at - start > 255) {
            throw new Mismatch();
        }
    }

    private void label() {
        int start = at;
        while (isLetterDigit(peek()) || peek() == '-' || peek() == '_') {
            at++;
        }
        // An underscore is in no host name, but Windows machines on a LAN have it.
        if (at == start || at - start > 63 || text.charAt(start) == '-' || text.charAt(at - 1) == '-') {
            throw new Mismatch();
        }
    }

    private void addressLiteral() {
        expect('[');
        int start = at;
        while (isLetterDigit(peek()) || peek() == '.' || peek() == ':' || peek() == '-') {
            at++;
        }
        if (at == start) {
            throw new Mismatch();
        }
        expect(']');
    }

    private static boolean isLetterDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 && !isControl(c);
    }

    private static boolean isAtext(char c) {
        return isLetterDigit(c) || c > ' ' && "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    /** C1 controls and the line and paragraph separators would break a header or a log line. */
    private static boolean isControl(char c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }

    private boolean take(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw new Mismatch();
        }
    }

    private char peek() {
        return charAt(at);
    }

    /** NUL stands for the end: no line that gets here holds one. */
    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private boolean atEnd() {
        return at == text.length();
    }
}
