package mailserver.mail;

import java.util.Optional;

/**
 * Who shall have a message, and what its sender wants to hear of it (RFC 3461 §4).
 *
 * @param notices  NOTIFY: of what the sender wants to hear
 * @param original ORCPT: whom the sender named, before anybody forwarded the message
 */
public record Recipient(Address address, Notify notices, Optional<OriginalRecipient> original) {
    /** Somebody of whom the sender said nothing more. */
    public static Recipient of(Address address) {
        return new Recipient(address, Notify.DEFAULT, Optional.empty());
    }

    public Recipient at(Address other) {
        return new Recipient(other, notices, original);
    }

    public Recipient with(Notify other) {
        return new Recipient(address, other, original);
    }
}
