package mailserver.wire;

/** One line as it came off the wire, without its line end. */
public sealed interface Line {
    /** A clean line: valid UTF-8, no NUL and no stray CR. It may hold other control characters. */
    record Text(String text) implements Line {}

    /**
     * A line with a NUL, a bare CR, or octets that are not UTF-8.
     *
     * @param text a readable rendering with replacement characters, for people only
     */
    record Garbled(String text) implements Line {}

    /** A line over the limit. It was read to its end and thrown away; the next line starts clean. */
    record TooLong() implements Line {}

    /** A line so far over any limit that its end was not waited for. The connection is of no more use. */
    record Endless() implements Line {}

    /** The other side closed its half of the connection, perhaps in the middle of a line. */
    record End() implements Line {}
}
