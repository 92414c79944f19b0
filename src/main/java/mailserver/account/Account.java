package mailserver.account;

import java.util.Optional;
import mailserver.mail.Address;

/**
 * Someone who has a mailbox here, and what their password is checked against.
 *
 * @param quota octets that the mailbox may hold; {@link Quota#UNLIMITED} for any number, empty for what holds for all
 */
public record Account(Address address, Secret secret, Optional<Long> quota) {
    /** One like all others. */
    public Account(Address address, Secret secret) {
        this(address, secret, Optional.empty());
    }
}
