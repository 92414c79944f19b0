package mailserver.smtp;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailserver.mail.Address;

/** What became of a message for one recipient at the next hop. */
public sealed interface RecipientOutcome {
    /**
     * The peer took it and answers for it from now on (RFC 5321 §4.2.5).
     *
     * @param reportsToo nothing is left for us to tell the sender: the peer tells of success, should the sender want to hear
     *     (RFC 3461 §5.2.1), and the sender set no deadline that makes this hop worth a word (RFC 2852 §4.1.4)
     */
    record Delivered(Reply reply, boolean reportsToo) implements RecipientOutcome {}

    /** The peer will never take it. */
    record Refused(Reply reply) implements RecipientOutcome {}

    /** It was not even offered: we know beforehand that it can't be handed on like this. The words are ours. */
    record Unfit(Reply verdict) implements RecipientOutcome {}

    /**
     * It may work later.
     *
     * @param why   for people: one line
     * @param reply what the peer said, when it said something
     */
    record Deferred(String why, Optional<Reply> reply) implements RecipientOutcome {}

    /** What a reply means that should have been another; {@code to} names what it answers. Only a 5xx is for good. */
    static RecipientOutcome failed(String to, Reply reply) {
        return reply.isPermanent() ? new Refused(reply) : deferred(to, reply);
    }

    /** The same for each of these. */
    static Map<Address, RecipientOutcome> forAll(Collection<Address> recipients, RecipientOutcome outcome) {
        var outcomes = new LinkedHashMap<Address, RecipientOutcome>();
        recipients.forEach(recipient -> outcomes.put(recipient, outcome));
        return outcomes;
    }

    static RecipientOutcome deferred(String why) {
        return new Deferred(why, Optional.empty());
    }

    static RecipientOutcome deferred(String to, Reply reply) {
        return new Deferred(to + " was answered " + reply, Optional.of(reply));
    }
}
