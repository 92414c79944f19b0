package mailserver.wire;

/** What becomes of a message with a line end that is not CRLF (RFC 5321 §2.3.8). In neither case does it end the data. */
public enum BareNewlines {
    /** A bare LF and a bare CR are line ends of the text. */
    NORMALIZE,
    /** The message is read to its true end and refused. */
    REFUSE
}
