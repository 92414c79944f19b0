package mailserver.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Collects the lines of one header field, as far as a limit. */
public final class FieldValue {
    private final int mostOctets;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private boolean there;
    private boolean tooLong;

    public FieldValue(int mostOctets) {
        this.mostOctets = mostOctets;
    }

    /** A field that nobody asks about. */
    public static FieldValue ignored() {
        return new FieldValue(0);
    }

    /** The field begins. Where it stands twice, the first one counts. */
    public FieldValue begin() {
        if (there) {
            return ignored();
        }
        there = true;
        return this;
    }

    public void append(byte[] more, int length) {
        tooLong |= octets.size() + length > mostOctets;
        if (!tooLong) {
            octets.write(more, 0, length);
        }
    }

    public boolean isThere() {
        return there;
    }

    /** True when there was more than the limit. */
    public boolean isTooLong() {
        return tooLong;
    }

    /** What stands behind the colon, one character an octet. */
    public String text() {
        String field = octets.toString(StandardCharsets.ISO_8859_1);
        return field.substring(field.indexOf(':') + 1);
    }
}
