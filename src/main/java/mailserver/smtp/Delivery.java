package mailserver.smtp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailserver.mail.Address;

/** How one attempt went: an outcome for every recipient of the envelope, in its order. */
public record Delivery(Map<Address, Outcome> outcomes) {
    public Delivery {
        // Not Map.copyOf: it forgets the order, and reports shall name recipients as the sender did.
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /** Empty for somebody the message was not for. */
    public Optional<Outcome> to(Address recipient) {
        return Optional.ofNullable(outcomes.get(recipient));
    }
}
