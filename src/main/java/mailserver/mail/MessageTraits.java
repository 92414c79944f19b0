package mailserver.mail;

/**
 * What must be known of a message to choose a way for it. It is found in the octets themselves, since what a client
 * says of them is often wrong.
 *
 * @param mime           it has a header field of MIME, so its body is labelled
 * @param eightBitHeader a header field holds octets beyond ASCII: its own or a part's, at any depth (RFC 6531 §3.2)
 * @param eightBitBody   anything else does
 */
public record MessageTraits(boolean mime, boolean eightBitHeader, boolean eightBitBody) {}
