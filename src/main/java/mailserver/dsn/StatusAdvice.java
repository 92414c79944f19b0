package mailserver.dsn;

import java.util.Map;
import java.util.Optional;

/**
 * What a status code means, in one plain sentence, and what can be done: for the codes of the IANA registry (RFC 5248) that
 * people really get.
 */
final class StatusAdvice {
    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("5.1.1", "Nobody there has this address. Please look for a typing error before the @."),
            Map.entry("5.1.2", "The domain behind the @ is unknown. Please look for a typing error there."),
            Map.entry("5.1.3", "The other server can't read this address. Please look for a typing error."),
            Map.entry("5.1.6", "The recipient has moved and left no new address. Please ask for it."),
            Map.entry("5.1.8", "Your own address is not accepted there. Please check it in your mail program."),
            Map.entry("5.1.10", "The domain behind the @ takes no mail at all. Please ask for another address."),
            Map.entry("5.2.1", "The mailbox is switched off. Please reach the recipient in another way."),
            Map.entry("5.2.2", "The recipient's mailbox is full. Please try again in a few days."),
            Map.entry("5.2.3", "The message is too large for this recipient. Please send less at a time."),
            Map.entry("5.3.4", "The message is too large for that server. Please send less at a time."),
            Map.entry("5.4.4", "There is no way from here to that domain. Please check the part behind the @."),
            Map.entry("5.4.6", "The message went round in a circle. Your postmaster should hear of this."),
            Map.entry("5.6.1", "The message is of a kind that the other server can't take."),
            Map.entry("5.6.3", "The message would have to be rewritten for that server. Please send plain text."),
            Map.entry("5.6.7", "That server takes no addresses with letters beyond ASCII. Please use others."),
            Map.entry("5.6.9", "That server takes no letters beyond ASCII in the header of a message."),
            Map.entry("5.7.1", "You may not send to this address from here. Please ask your postmaster."),
            Map.entry("5.7.10", "The way there is not protected as you asked for. Please ask your postmaster."),
            Map.entry("5.7.30", "That server can't protect mail in the way that you asked for."),
            Map.entry("4.2.2", "The recipient's mailbox is full."),
            Map.entry("4.4.1", "The other server does not answer. It may be switched off or out of reach."),
            Map.entry("4.4.2", "The connection to the other server broke off."),
            Map.entry("4.4.4", "There is no way from here to that domain at the moment."),
            Map.entry("4.4.7", "The other server did not take the message in the time it had."),
            Map.entry(
                    "4.7.1", "The other server puts mail off that it does not trust yet. This often ends by itself."));

    private StatusAdvice() {}

    /** @param status class, subject and detail: the same detail may be no fault of anybody's where it is for now only */
    static Optional<String> on(String status) {
        return Optional.ofNullable(SENTENCES.get(status));
    }
}
