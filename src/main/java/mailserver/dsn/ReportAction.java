package mailserver.dsn;

import java.time.Instant;
import mailserver.mail.Notify.Event;

/** What a report says has become of a message for some recipients. */
public sealed interface ReportAction {
    /** A peer, or this server, said no for good. */
    record Refused() implements ReportAction {}

    /** Nobody took the message in the time it had. */
    record Expired() implements ReportAction {}

    /** Nobody took it by the time at which its sender wanted it back (RFC 2852 §4.1.3). */
    record TooLate() implements ReportAction {}

    /** Nobody took it by the time at which its sender wanted it delivered; it will be tried until then (RFC 2852 §4.1.3). */
    record Late(Instant until) implements ReportAction {}

    /** Nobody has taken it yet; it will be tried until then. */
    record Delayed(Instant until) implements ReportAction {}

    /** It lies in a mailbox here. */
    record Delivered() implements ReportAction {}

    /** A peer has it that won't tell of success (RFC 3461 §5.2.2). */
    record Relayed() implements ReportAction {}

    /** It went on to the several addresses that an alias here stands for (RFC 3461 §5.2.7.3). */
    record Expanded() implements ReportAction {}

    /** The Action field (RFC 3464 §2.3.3). */
    default String action() {
        return switch (this) {
            case Refused() -> "failed";
            case Expired() -> "failed";
            case TooLate() -> "failed";
            case Late(Instant until) -> "delayed";
            case Delayed(Instant until) -> "delayed";
            case Delivered() -> "delivered";
            case Relayed() -> "relayed";
            case Expanded() -> "expanded";
        };
    }

    /** What a sender must want to hear of to be told (RFC 3461 §4.1). */
    default Event event() {
        return switch (this) {
            case Refused() -> Event.FAILURE;
            case Expired() -> Event.FAILURE;
            case TooLate() -> Event.FAILURE;
            case Late(Instant until) -> Event.DELAY;
            case Delayed(Instant until) -> Event.DELAY;
            case Delivered() -> Event.SUCCESS;
            case Relayed() -> Event.SUCCESS;
            case Expanded() -> Event.SUCCESS;
        };
    }
}
