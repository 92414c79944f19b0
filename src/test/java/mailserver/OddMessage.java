package mailserver;

import java.nio.charset.StandardCharsets;

/**
 * A message that is odd, but that a server has to carry all the same.
 *
 * @param name what is odd about it
 * @param sent its octets as a client sends them, before dot-stuffing
 */
public record OddMessage(String name, byte[] sent) {
    /** @param octets one octet a character up to U+00FF; lines end in LF here, and in CRLF when sent */
    public static OddMessage of(String name, String octets) {
        return raw(name, octets.replace("\n", "\r\n"));
    }

    /** @param text sent in UTF-8; lines end in LF here, and in CRLF when sent */
    public static OddMessage utf8(String name, String text) {
        return of(name, new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** @param octets one octet a character up to U+00FF, nothing about them is changed */
    public static OddMessage raw(String name, String octets) {
        return new OddMessage(name, octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As it lies on disk when it came in chunks: each line end is LF, bare ones, too. */
    public byte[] stored() {
        return octets(text().replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** As POP3 gives it away: each line end is CRLF, and the last line has one. */
    public byte[] arrived() {
        String stored = new String(stored(), StandardCharsets.ISO_8859_1);
        String whole = stored.isEmpty() || stored.endsWith("\n") ? stored : stored + "\n";
        return octets(whole.replace("\n", "\r\n"));
    }

    /** As DATA has it: with its last line ended, dots doubled, and the final dot (RFC 5321 §4.5.2). */
    public byte[] stuffed() {
        String stuffed = ("\r\n" + text()).replace("\r\n.", "\r\n..").substring(2);
        return octets(stuffed + (stuffed.isEmpty() || stuffed.endsWith("\r\n") ? ".\r\n" : "\r\n.\r\n"));
    }

    /** One octet a character. */
    public String text() {
        return new String(sent, StandardCharsets.ISO_8859_1);
    }

    /** True when it holds octets over 127. */
    public boolean isEightBit() {
        return text().chars().anyMatch(c -> c > 127);
    }

    @Override
    public String toString() {
        return name;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
