package mailserver.smtp;

import java.util.Optional;

/** What became of a message for one recipient at the next hop. */
public sealed interface Outcome {
    /**
     * The peer took it and answers for it from now on (RFC 5321 §4.2.5).
     *
     * @param reportsToo it also tells the sender of success, should the sender want to hear (RFC 3461 §5.2.1); else that is
     *     left to us
     */
    record Delivered(Reply reply, boolean reportsToo) implements Outcome {}

    /** The peer will never take it, or we know beforehand that it won't. */
    record Refused(Reply reply) implements Outcome {}

    /**
     * It may work later.
     *
     * @param why   for people: one line
     * @param reply what the peer said, when it said something
     */
    record Deferred(String why, Optional<Reply> reply) implements Outcome {}

    /** What a reply that decides means; {@code to} names what it answers. A 3xx decides nothing, and so puts off. */
    static Outcome of(String to, Reply reply) {
        return switch (reply.code() / 100) {
            case 2 -> new Delivered(reply, false);
            case 5 -> new Refused(reply);
            default -> deferred(to, reply);
        };
    }

    static Outcome deferred(String why) {
        return new Deferred(why, Optional.empty());
    }

    static Outcome deferred(String to, Reply reply) {
        return new Deferred(to + " was answered " + reply, Optional.of(reply));
    }
}
