package mailserver.sasl;

import java.util.Base64;

/** What a client sends in an exchange, out of the base64 that it has in SMTP and POP3 (RFC 4954 §4, RFC 5034 §4). */
public sealed interface Response {
    record Data(byte[] octets) implements Response {}

    /** The client doesn't want to go on. */
    record Cancelled() implements Response {}

    /** Not base64. */
    record Malformed() implements Response {}

    /** Reads the line that answers a challenge; an empty one is a response of no octets. */
    static Response parse(String line) {
        return line.equals("*") ? new Cancelled() : base64(line);
    }

    /** Reads the word behind the name of the mechanism, where no octets at all are written {@code =}. */
    static Response initial(String word) {
        return word.equals("=") ? new Data(new byte[0]) : base64(word);
    }

    /** A challenge as it goes over the wire. */
    static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static Response base64(String text) {
        try {
            return new Data(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return new Malformed();
        }
    }
}
