package mailserver.sasl;

import java.io.EOFException;
import java.util.Base64;
import mailserver.wire.Line;

/** What a client sends in an exchange, out of the base64 that it has in SMTP and POP3 (RFC 4954 §4, RFC 5034 §4). */
public sealed interface Response {
    record Data(byte[] octets) implements Response {}

    /** The client doesn't want to go on. */
    record Cancelled() implements Response {}

    /** Not base64. */
    record Malformed() implements Response {}

    /** A line in which a client answers has at most so many octets (RFC 4954 §4). */
    int LONGEST = 12_288;

    /**
     * What a client answered to a challenge.
     *
     * @throws EOFException when it left instead
     */
    static Response of(Line line) throws EOFException {
        return switch (line) {
            case Line.Text(String text) -> parse(text);
            case Line.Garbled garbled -> new Malformed();
            case Line.TooLong tooLong -> new Malformed();
            case Line.Endless endless -> throw new EOFException("a response without an end");
            case Line.End end -> throw new EOFException("the client left in the middle of a login");
        };
    }

    /** Reads the line that answers a challenge; an empty one is a response of no octets. */
    static Response parse(String line) {
        return line.equals("*") ? new Cancelled() : base64(line);
    }

    /** Reads the word behind the name of the mechanism, where no octets at all are written {@code =}. */
    static Response initial(String word) {
        return word.equals("=") ? new Data(new byte[0]) : base64(word);
    }

    /**
     * Whether a line that is no command may be a response: some clients go on with a login that was refused, and what they send
     * then is their password.
     */
    static boolean isPossible(String line) {
        return line.length() % 4 == 0
                && (line.length() >= 8 || line.endsWith("="))
                && line.matches("[A-Za-z0-9+/]+={0,2}");
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
