package mailserver.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A domain or local part as a folder name, each its own, on any file system. Letters, digits and a few marks stand for themselves;
 * every other octet of the UTF-8 text becomes {@code %XX}. So does a dot at either end: no name is hidden, special, leads
 * elsewhere, or ends in what Windows drops. So does the first letter of what Windows takes for a device, {@code aux} or
 * {@code nul.example}. No text at all is a lone {@code %}.
 */
final class FolderName {
    private static final String PLAIN = "._+-=~";
    private static final String EMPTY = "%";
    private static final Pattern DEVICE =
            Pattern.compile("(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\.|\\z)", Pattern.CASE_INSENSITIVE);

    private FolderName() {}

    /** @throws IllegalArgumentException if the text holds half of a surrogate pair, which has no UTF-8 */
    static String encode(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        boolean device = DEVICE.matcher(text).lookingAt();
        byte[] octets = octets(text);
        var name = new StringBuilder();
        for (int i = 0; i < octets.length; i++) {
            char c = (char) (octets[i] & 0xff);
            boolean first = i == 0;
            boolean atAnEnd = first || i == octets.length - 1;
            if (isPlain(c) && !(c == '.' && atAnEnd) && !(device && first)) {
                name.append(c);
            } else {
                name.append(String.format("%%%02X", (int) c));
            }
        }
        return name.toString();
    }

    /** The text that has this name; empty for a folder that {@link #encode} didn't name. */
    static Optional<String> decode(String name) {
        var octets = new ByteArrayOutputStream();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%' && i + 2 < name.length()) {
                octets.write(16 * Character.digit(name.charAt(i + 1), 16) + Character.digit(name.charAt(i + 2), 16));
                i += 2;
            } else if (isPlain(c)) {
                octets.write(c);
            }
        }
        String text = octets.toString(StandardCharsets.UTF_8);
        // Whatever was wrong with the name, it doesn't come back.
        return Optional.of(text).filter(decoded -> encode(decoded).equals(name));
    }

    private static boolean isPlain(char c) {
        boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        return letterOrDigit || PLAIN.indexOf(c) >= 0;
    }

    private static byte[] octets(String text) {
        try {
            ByteBuffer octets = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] array = new byte[octets.remaining()];
            octets.get(array);
            return array;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("half of a surrogate pair", e);
        }
    }
}
