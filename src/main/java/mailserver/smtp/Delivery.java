package mailserver.smtp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailserver.mail.Address;

/**
 * How one attempt went.
 *
 * @param outcomes one for every recipient of the envelope, in its order
 * @param unclear  the whole message was sent and no answer came: the peer may have it for those that are deferred
 */
public record Delivery(Map<Address, Outcome> outcomes, boolean unclear) {
    public Delivery(Map<Address, Outcome> outcomes) {
        this(outcomes, false);
    }

    public Delivery {
        // Not Map.copyOf: it forgets the order, and reports shall name recipients as the sender did.
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /** Empty for somebody the message was not for. */
    public Optional<Outcome> to(Address recipient) {
        return Optional.ofNullable(outcomes.get(recipient));
    }
}
