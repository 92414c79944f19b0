package mailserver.config.value;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which of POP3's extensions are served, and how.
 *
 * @param without    those that are switched off
 * @param loginDelay how long an account waits from one login to the next (RFC 2449 §6.5); zero for not at all
 * @param expire     for how long messages are kept at least, in whole days (RFC 2449 §6.7); empty: for good
 */
public record Pop3Extensions(Set<Pop3Capability> without, Duration loginDelay, Optional<Duration> expire) {
    public static final Pop3Extensions DEFAULT = new Pop3Extensions(Set.of(), Duration.ZERO, Optional.empty());

    public Pop3Extensions {
        without = Set.copyOf(without);
    }

    public boolean has(Pop3Capability capability) {
        return switch (capability) {
            // RFC 3206 §6 promises a response code, and without RESP-CODES there are none.
            case AUTH_RESP_CODE -> !without.contains(capability) && has(Pop3Capability.RESP_CODES);
            default -> !without.contains(capability);
        };
    }
}
