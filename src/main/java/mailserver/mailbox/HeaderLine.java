package mailserver.mailbox;

/**
 * A header field as people read it: unfolded, and decoded (RFC 2047, RFC 6532).
 *
 * @param name as it was written
 */
public record HeaderLine(String name, String value) {}
