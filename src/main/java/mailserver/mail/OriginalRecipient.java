package mailserver.mail;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The ORCPT parameter of RFC 3461 §4.2, with the address type {@code utf-8} of RFC 6533 §3. It is held as it came: a relay
 * doesn't change even its case.
 *
 * @param type    such as {@code rfc822}
 * @param encoded the address in xtext, or in utf-8-addr-xtext or utf-8-addr-unitext for the type {@code utf-8}
 */
public record OriginalRecipient(String type, String encoded) {
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    /** Printable and without spaces; beyond ASCII only what can't break a line of a header or a log. */
    private static final Pattern UNITEXT = Pattern.compile("[!-<>-~[^\\x00-\\x{9f}\\p{Z}\\p{C}]]{1,2000}");

    /** Reads {@code type;address}; empty when it isn't that. */
    public static Optional<OriginalRecipient> parse(String text) {
        int semicolon = text.indexOf(';');
        if (semicolon < 0) {
            return Optional.empty();
        }
        String type = text.substring(0, semicolon);
        String address = text.substring(semicolon + 1);
        if (!TYPE.matcher(type).matches() || address.isEmpty()) {
            return Optional.empty();
        }
        boolean fits = isUtf8(type)
                ? UNITEXT.matcher(address).matches()
                : Xtext.parse(address).isPresent();
        return fits ? Optional.of(new OriginalRecipient(type, address)) : Optional.empty();
    }

    /** What the sender named, where it said nothing more: any address at all can be written like this. */
    public static OriginalRecipient of(Address address) {
        String text = address.toString();
        return address.needsUtf8()
                ? new OriginalRecipient(
                        "utf-8",
                        text.codePoints().mapToObj(OriginalRecipient::unitext).collect(Collectors.joining()))
                : new OriginalRecipient("rfc822", Xtext.encode(text).encoded());
    }

    /** What may not stand as it is is spelled as the number of its code point (RFC 6533 §3). */
    private static String unitext(int codePoint) {
        String text = Character.toString(codePoint);
        boolean asItIs = "\\+=".indexOf(codePoint) < 0 && UNITEXT.matcher(text).matches();
        return asItIs ? text : "\\x{%X}".formatted(codePoint);
    }

    /** The address as a report shows it (RFC 3464 §2.3.1). It may hold anything at all, line ends included. */
    public String decoded() {
        return isUtf8(type) ? encoded : new Xtext(encoded).decoded();
    }

    /** For a peer that doesn't get SMTPUTF8: utf-8-addr-xtext in place of utf-8-addr-unitext (RFC 6533 §3). */
    public OriginalRecipient inAscii() {
        String ascii = encoded.codePoints()
                .mapToObj(c -> c < 0x80 ? Character.toString(c) : "\\x{%X}".formatted(c))
                .collect(Collectors.joining());
        return new OriginalRecipient(type, ascii);
    }

    public boolean isUtf8() {
        return isUtf8(type);
    }

    private static boolean isUtf8(String type) {
        return type.equalsIgnoreCase("utf-8");
    }

    @Override
    public String toString() {
        return type + ";" + encoded;
    }
}
