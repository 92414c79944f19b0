package mailserver.mime;

/** Which octets end a line, and how that is written. */
enum LineRule {
    /**
     * Text on disk: LF, a CR before it belonging to it; any other CR is part of the line. Line ends stay as they are.
     */
    STORED,
    /** Text off the wire: CRLF, and a bare CR or LF as well, since each becomes the LF of stored text. */
    WIRE,
    /** Binary content: nothing but CRLF (RFC 3030 §3), which stays. */
    BINARY;

    boolean bareLfEnds() {
        return this != BINARY;
    }

    boolean bareCrEnds() {
        return this == WIRE;
    }

    /** Not to be changed. */
    byte[] written(LineEnd end) {
        return this == WIRE && end.ends() ? LineEnd.LF.octets() : end.octets();
    }
}
