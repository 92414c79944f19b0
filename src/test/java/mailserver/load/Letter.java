package mailserver.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/**
 * A message whose every octet follows from its name and size, so that whoever finds it can tell whether it is whole. It has
 * lines that begin with dots, empty and long ones, and octets beyond ASCII. Its header lacks nothing that a server would add.
 *
 * @param name   unique; in its X-Proof field
 * @param text   one character for one octet, lines end in LF
 * @param digest SHA-256 of the text, lower-case hex
 */
public record Letter(String name, String text, String digest) {
    private static final String FIELD = "X-Proof: ";

    /** @param size of the text in octets, about */
    public static Letter of(String name, int size) {
        var random = new Random(name.hashCode() * 31L + size);
        var text = new StringBuilder(size + 1000)
                .append(
                        "From: somebody\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nMessage-ID: <letter@client.example>\nSubject: ")
                .append(name)
                .append('\n')
                .append(FIELD)
                .append(name)
                .append("\n\n");
        while (text.length() < size) {
            int length = random.nextInt(10) == 0 ? random.nextInt(990) : random.nextInt(72);
            if (random.nextInt(8) == 0) {
                text.append('.');
            }
            for (int i = 0; i < length; i++) {
                text.append((char) (random.nextInt(60) == 0 ? 0xE9 : ' ' + random.nextInt(95)));
            }
            text.append('\n');
        }
        return new Letter(name, text.toString(), digest(text.toString()));
    }

    /** As it goes over the wire after DATA: CRLF, dots stuffed, the final dot included (RFC 5321 §4.5.2). */
    public byte[] wire() {
        String stuffed = text.replace("\n.", "\n..").replace("\n", "\r\n") + ".\r\n";
        return stuffed.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The name in a stored message, where there is one. */
    public static Optional<String> nameIn(String stored) {
        int at = stored.indexOf("\n" + FIELD);
        int end = at < 0 ? -1 : stored.indexOf('\n', at + 1);
        return end < 0 ? Optional.empty() : Optional.of(stored.substring(at + 1 + FIELD.length(), end));
    }

    /** The digest of a stored message without the lines that servers put on top. */
    public static String digestBelowTrace(String stored) {
        int start = 0;
        while (stored.startsWith("Return-Path:", start) || stored.startsWith("Received:", start)) {
            do {
                start = stored.indexOf('\n', start) + 1;
            } while (start > 0 && (stored.startsWith("\t", start) || stored.startsWith(" ", start)));
            if (start == 0) {
                return "cut off within the trace";
            }
        }
        return digest(stored.substring(start));
    }

    private static String digest(String text) {
        try {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
