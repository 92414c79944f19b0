package mailserver.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import mailserver.wire.text.Printable;

/**
 * A cursor over one line that reads the addresses of RFC 5321 §4.1.2 and §4.1.3 with the UTF-8 of RFC 6531 §3.3, one method per
 * grammar rule. A rule that doesn't match throws {@link Mismatch}, which no caller outside sees.
 *
 * <p>Local parts may be longer than the 64 octets of RFC 5321 §4.5.3.1.1, as §4.5.3.1 asks: senders that write a recipient's whole
 * address into their own need more.
 */
public final class AddressParser {
    private static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mismatch() {
            // Control flow, not a fault: no message and no stack.
            super(null, null, false, false);
        }
    }

    private static final int END = -1;

    private final String text;
    private int at;

    private AddressParser(String text) {
        this.text = text;
    }

    /** A path in angle brackets and what stands behind it. */
    public record Path(Optional<Address> address, String rest) {}

    private interface Rule<T> {
        T read(AddressParser parser);
    }

    /** Reads a whole text as {@code local@domain}. */
    public static Optional<Address> mailbox(String text) {
        return whole(text, AddressParser::mailbox);
    }

    /**
     * Reads {@code <path>}, or a bare mailbox as sloppy peers send it, from the start of a text. A source route is read and
     * dropped (RFC 5321 §4.1.1.3, appendix C). {@code <>} gives no address, {@code <postmaster>} the one without a domain.
     */
    public static Optional<Path> path(String text) {
        return start(text, parser -> {
            Optional<Address> address = parser.path();
            return new Path(address, text.substring(parser.at));
        });
    }

    /** The one spelling of a domain or an address literal; empty when the text is neither. */
    static Optional<String> domain(String text) {
        return whole(text, AddressParser::domain);
    }

    static boolean isDotString(String text) {
        return whole(text, AddressParser::dotString).isPresent();
    }

    private static <T> Optional<T> whole(String text, Rule<T> rule) {
        return start(text, parser -> {
            T value = rule.read(parser);
            if (parser.peek() != END) {
                throw new Mismatch();
            }
            return value;
        });
    }

    private static <T> Optional<T> start(String text, Rule<T> rule) {
        try {
            return Optional.of(rule.read(new AddressParser(text)));
        } catch (Mismatch e) {
            return Optional.empty();
        }
    }

    private Optional<Address> path() {
        if (!take('<')) {
            return Optional.of(postmasterOrMailbox());
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

    /** RFC 5321 §4.1.1.3: the one local part that may stand alone. */
    private Address postmasterOrMailbox() {
        int start = at;
        if (isLetterDigit(peek())) {
            boolean bare = some(AddressParser::isAtext).toLowerCase(Locale.ROOT).equals("postmaster");
            if (bare && (peek() == '>' || peek() == ' ' || peek() == END)) {
                return Address.POSTMASTER;
            }
            at = start;
        }
        return mailbox();
    }

    private Address mailbox() {
        String local = peek() == '"' ? quotedString() : dotString();
        expect('@');
        var address = new Address(local, domain());
        // The limit is on octets, and on what we hand on.
        if (address.toString().getBytes(StandardCharsets.UTF_8).length > Address.MAX_LENGTH) {
            throw new Mismatch();
        }
        return address;
    }

    private String dotString() {
        int start = at;
        do {
            atom();
        } while (take('.'));
        return text.substring(start, at);
    }

    private void atom() {
        some(AddressParser::isAtext);
    }

    private String quotedString() {
        expect('"');
        var content = new StringBuilder();
        while (!take('"')) {
            content.appendCodePoint(take('\\') ? one(AddressParser::isPrintable) : one(AddressParser::isQtext));
        }
        return content.toString();
    }

    private String domain() {
        return peek() == '[' ? addressLiteral() : domainName();
    }

    private String domainName() {
        String name = some(c -> isLetterDigit(c) || c == '-' || c == '_' || c == '.' || isBeyondAscii(c));
        // The dot of the root (RFC 1034 §3.1) is in no address (RFC 5321 §2.3.5), but some devices look names up with
        // it, and
        // write them so.
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return DomainName.canonical(relative).orElseThrow(Mismatch::new);
    }

    private String addressLiteral() {
        expect('[');
        String content = some(c -> isPrintable(c) && c != ' ' && c != '[' && c != '\\' && c != ']');
        expect(']');
        return AddressLiteral.canonical(content)
                .map(literal -> "[" + literal + "]")
                .filter(literal -> literal.length() <= DomainName.LONGEST)
                .orElseThrow(Mismatch::new);
    }

    private static boolean isLetterDigit(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean isAtext(int c) {
        return isLetterDigit(c) || c > ' ' && "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0 || isBeyondAscii(c);
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c <= '~';
    }

    private static boolean isQtext(int c) {
        return isPrintable(c) && c != '"' && c != '\\' || isBeyondAscii(c);
    }

    /** UTF8-non-ascii (RFC 6531 §3.3), less what could break a header, or hide in a log or turn its text around. */
    private static boolean isBeyondAscii(int c) {
        return c >= 0x80 && !Printable.isHarmful(c);
    }

    /** One character or more. */
    private String some(IntPredicate kind) {
        int start = at;
        do {
            one(kind);
        } while (kind.test(peek()));
        return text.substring(start, at);
    }

    private int one(IntPredicate kind) {
        int c = peek();
        if (!kind.test(c)) {
            throw new Mismatch();
        }
        at += Character.charCount(c);
        return c;
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

    private int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }
}
