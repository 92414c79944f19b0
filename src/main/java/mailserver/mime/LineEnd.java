package mailserver.mime;

import java.nio.charset.StandardCharsets;

/** What stands behind a line, or behind a piece of a long one. */
enum LineEnd {
    LF("\n"),
    CR("\r"),
    CRLF("\r\n"),
    /** Nothing yet: the line is long, and more of it follows. */
    MORE(""),
    /** Nothing: the input ends here. */
    NONE("");

    private final byte[] octets;

    LineEnd(String text) {
        this.octets = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Not to be changed. */
    byte[] octets() {
        return octets;
    }

    boolean ends() {
        return octets.length > 0;
    }
}
