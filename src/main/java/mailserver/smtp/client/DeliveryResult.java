package mailserver.smtp.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.smtp.RecipientOutcome;

/**
 * How one attempt went.
 *
 * @param outcomes one for every recipient of the envelope, in its order
 * @param unclear  the whole message was sent and no answer came: the peer may have it for those that are deferred
 */
public record DeliveryResult(Map<Address, RecipientOutcome> outcomes, boolean unclear) {
    public DeliveryResult(Map<Address, RecipientOutcome> outcomes) {
        this(outcomes, false);
    }

    public DeliveryResult {
        // Not Map.copyOf: it forgets the order, and reports shall name recipients as the sender did.
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /** Empty for somebody the message was not for. */
    public Optional<RecipientOutcome> to(Address recipient) {
        return Optional.ofNullable(outcomes.get(recipient));
    }
}
