package mailserver.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value in the xtext of RFC 3461 §4: printable ASCII, all else as {@code +XX}. It is held as it came, since a relay hands it on
 * without the least change (§5.2.1).
 */
public record Xtext(String encoded) {
    /** Not the grammar itself, for whose repetition the stack may be too small. */
    private static final Pattern FAULT = Pattern.compile("[^!-<>-~]|\\+(?![0-9A-F]{2})");

    public Xtext {
        if (FAULT.matcher(encoded).find()) {
            throw new IllegalArgumentException("not xtext");
        }
    }

    /** Reads what a client wrote; empty when it is no xtext. */
    public static Optional<Xtext> parse(String text) {
        return FAULT.matcher(text).find() ? Optional.empty() : Optional.of(new Xtext(text));
    }

    public static Xtext encode(String plain) {
        var text = new StringBuilder();
        for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
            boolean asItIs = b > ' ' && b < 0x7f && b != '+' && b != '=';
            text.append(asItIs ? Character.toString(b) : String.format("+%02X", b & 0xff));
        }
        return new Xtext(text.toString());
    }

    /** The plain text. It may hold anything at all, line ends included. */
    public String decoded() {
        var octets = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '+') {
                octets.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                octets.write(encoded.charAt(i));
            }
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return encoded;
    }
}
