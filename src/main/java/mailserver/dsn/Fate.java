package mailserver.dsn;

import java.time.Instant;

/** What a report says has become of a message for some recipients. */
public sealed interface Fate {
    /** A peer, or this server, said no for good. */
    record Refused() implements Fate {}

    /** Nobody took the message in the time it had. */
    record Expired() implements Fate {}

    /** Nobody has taken it yet; it will be tried until then. */
    record Delayed(Instant until) implements Fate {}

    /** The Action field (RFC 3464 §2.3.3). */
    default String action() {
        return switch (this) {
            case Refused() -> "failed";
            case Expired() -> "failed";
            case Delayed(Instant until) -> "delayed";
        };
    }
}
