package mailserver.store;

import java.nio.charset.StandardCharsets;

/**
 * A domain or local part as a folder name, each its own. Letters, digits and a few marks stand for themselves; every other octet
 * of the UTF-8 text becomes {@code %XX}, and so does a dot in front, so no name is hidden, special, or leads elsewhere.
 */
final class FolderName {
    private static final String PLAIN = "._+-=~";

    private FolderName() {}

    static String encode(String text) {
        var name = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (letterOrDigit || PLAIN.indexOf(c) >= 0 && !(c == '.' && name.isEmpty())) {
                name.append(c);
            } else {
                name.append('%').append(String.format("%02X", (int) c));
            }
        }
        return name.toString();
    }
}
