package mailserver.mail;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import mailserver.wire.text.Printable;

/**
 * Names of domains (RFC 5321 §4.1.2), internationalized ones included (RFC 6531 §3.3). {@code Bücher.example} and
 * {@code xn--bcher-kva.example} are one domain: all that is kept is the lower-case name with A-labels, so text compares.
 *
 * <p>The labels are those of RFC 5890, but that symbols such as emoji are taken, too, which some registries sell. So is the
 * underscore, which is in no host name, but in the names of Windows machines and containers. What people type is mapped as
 * browsers do (UTS #46, not its transitional form): without case, and compatibility characters as those they stand for.
 * {@link java.net.IDN} is older: it takes {@code ß} for {@code ss}, which is another domain. ICU4J knows UTS #46, and is 14.7 MB where all
 * of this server is 1.6; hence {@link Punycode} and the mapping here, on the JDK's own normalizer.
 */
public final class DomainName {
    /** RFC 5321 §4.5.3.1.2. */
    static final int LONGEST = 255;
    /** RFC 1035 §2.3.4. */
    private static final int LONGEST_LABEL = 63;

    private static final String PREFIX = "xn--";

    private DomainName() {}

    /** The name in lower case and with A-labels; empty for what is no name of a domain, such as an address literal. */
    public static Optional<String> canonical(String text) {
        if (isCanonical(text)) {
            return Optional.of(text);
        }
        List<String> labels = new ArrayList<>();
        for (String label : mapped(text).split("\\.", -1)) {
            Optional<String> ascii = ascii(label);
            if (ascii.isEmpty()) {
                return Optional.empty();
            }
            labels.add(ascii.get());
        }
        return Optional.of(String.join(".", labels)).filter(name -> name.length() <= LONGEST);
    }

    /** Whether it is so as it stands, in one look at each letter; false also for A-labels, which take more. */
    private static boolean isCanonical(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                boolean fits = i > start
                        && i - start <= LONGEST_LABEL
                        && text.charAt(start) != '-'
                        && text.charAt(i - 1) != '-'
                        && !text.startsWith(PREFIX, start);
                if (!fits) {
                    return false;
                }
                start = i + 1;
            } else if (!isLetterDigitHyphen(text.charAt(i))) {
                return false;
            }
        }
        return text.length() <= LONGEST;
    }

    private static Optional<String> ascii(String label) {
        // No code point takes less than an octet.
        if (label.codePointCount(0, label.length()) > LONGEST_LABEL) {
            return Optional.empty();
        }
        String ascii = isAscii(label) ? label : PREFIX + Punycode.encode(label);
        boolean fits = ascii.startsWith(PREFIX) ? isALabel(ascii) : isPlain(ascii);
        return fits && ascii.length() <= LONGEST_LABEL ? Optional.of(ascii) : Optional.empty();
    }

    /** A canonical name with U-labels, for people. Others may look the same: never to be compared. */
    public static String unicode(String canonical) {
        return Arrays.stream(canonical.split("\\.", -1))
                .map(label -> decoded(label).orElse(label))
                .collect(Collectors.joining("."));
    }

    private static Optional<String> decoded(String label) {
        return label.startsWith(PREFIX) ? Punycode.decode(label.substring(PREFIX.length())) : Optional.empty();
    }

    private static String mapped(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC);
        var lower = new StringBuilder();
        // One by one: within a word, a sigma at its end would become another letter.
        compatible
                .codePoints()
                .filter(c -> !isVariationSelector(c))
                .forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        return Normalizer.normalize(lower, Normalizer.Form.NFKC).replace('\u3002', '.');
    }

    /** Phones send one behind an emoji, and it says no more than that it has colours. */
    private static boolean isVariationSelector(int c) {
        return c >= 0xfe00 && c <= 0xfe0f;
    }

    private static boolean isPlain(String label) {
        return !label.isEmpty()
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && label.chars().allMatch(DomainName::isLetterDigitHyphen);
    }

    /** What is decoded must be a U-label, and must lead back (RFC 5890 §2.3.2.1). */
    private static boolean isALabel(String ascii) {
        return decoded(ascii)
                .filter(DomainName::isULabel)
                .filter(label -> label.equals(mapped(label)))
                .filter(label -> ascii.equals(PREFIX + Punycode.encode(label)))
                .isPresent();
    }

    /** RFC 5891 §4.2.3: no hyphen at either end or in both third and fourth place, no combining mark in front. */
    private static boolean isULabel(String label) {
        if (isAscii(label) || label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2)) {
            return false;
        }
        int before = 0;
        for (int c : label.codePoints().toArray()) {
            boolean fits = c < 0x80 ? isLetterDigitHyphen(c) : isBeyondAscii(c, before);
            if (!fits) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static boolean isBeyondAscii(int c, int before) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR, Character.PRIVATE_USE -> false;
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> before != 0;
            // A joiner, which has no business among letters that don't join (RFC 5892 appendix A).
            case Character.FORMAT -> before >= 0x80 && !Printable.isHarmful(c);
            default -> !Printable.isHarmful(c);
        };
    }

    private static boolean isLetterDigitHyphen(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
