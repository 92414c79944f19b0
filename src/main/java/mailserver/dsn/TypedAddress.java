package mailserver.dsn;

import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.mail.Address;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Xtext;
import mailserver.wire.text.Printable;

/** Addresses and other things of the envelope as the fields of a report show them. */
final class TypedAddress {
    /** RFC 3461 §4.2, §4.4. */
    private static final Pattern PRINTABLE = Pattern.compile("[\\t -~]*");

    private static final Pattern CODE_POINT = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})}");

    private TypedAddress() {}

    /** Final-Recipient (RFC 3464 §2.3.2). {@code global}: whether the field may hold UTF-8. */
    static String of(Address address, boolean global) {
        return address.needsUtf8() ? of(OriginalRecipient.of(address), global) : "rfc822; " + address;
    }

    /** Original-Recipient (RFC 3464 §2.3.1): the ORCPT parameter, decoded. */
    static String of(OriginalRecipient original, boolean global) {
        if (!original.isUtf8()) {
            return original.type() + "; " + decoded(new Xtext(original.encoded()));
        }
        return original.type() + "; "
                + (global ? unitext(original) : original.inAscii().encoded());
    }

    /** What is encoded has to be printable. Where it isn't it stays encoded, and so within its field. */
    static String decoded(Xtext text) {
        return PRINTABLE.matcher(text.decoded()).matches() ? text.decoded() : text.encoded();
    }

    /** utf-8-addr-unitext (RFC 6533 §3): what was spelled as a number only for being beyond ASCII is shown as it is. */
    private static String unitext(OriginalRecipient original) {
        return respelled(original.encoded(), c -> c >= 0x80 && !Printable.isHarmful(c) && !Character.isSpaceChar(c));
    }

    /** All of it decoded, for whom it may concern what it really says. It may be anything. */
    static String plain(OriginalRecipient original) {
        return original.isUtf8() ? respelled(original.encoded(), c -> true) : original.decoded();
    }

    private static String respelled(String encoded, IntPredicate which) {
        return CODE_POINT.matcher(encoded).replaceAll(match -> {
            int codePoint = Integer.parseInt(match.group(1), 16);
            boolean chosen = Character.isValidCodePoint(codePoint) && which.test(codePoint);
            return Matcher.quoteReplacement(chosen ? Character.toString(codePoint) : match.group());
        });
    }
}
