package mailserver.dsn;

import java.time.Instant;
import java.util.Optional;
import mailserver.mail.Recipient;
import mailserver.smtp.Reply;

/**
 * What is known of one recipient that a report is about.
 *
 * @param reply     the last answer to it; our own verdict where there is no remote host
 * @param trouble   what went wrong where there was no answer, such as a refused connection; perhaps empty
 * @param remote    the host that answered, or should have
 */
public record ReportedRecipient(
        Recipient recipient,
        Optional<Reply> reply,
        String trouble,
        Optional<String> remote,
        Optional<Instant> lastAttempt) {

    /** Somebody whom this server alone had to do with. */
    public static ReportedRecipient here(Recipient recipient, Instant when) {
        return new ReportedRecipient(recipient, Optional.empty(), "", Optional.empty(), Optional.of(when));
    }

    /** The Status field (RFC 3464 §2.3.4). Its class must fit the action, whatever code the last reply had. */
    String status(ReportAction reportAction) {
        return switch (reportAction) {
            case ReportAction.Refused() ->
                reply.filter(Reply::isPermanent).map(Reply::fullStatus).orElse("5.0.0");
            // RFC 3463 §3.5: delivery time expired.
            case ReportAction.Expired() -> "4.4.7";
            // RFC 2852 §4.1.3.
            case ReportAction.TooLate() -> "5.4.7";
            case ReportAction.Late(Instant until) -> "4.4.7";
            // RFC 3463 §3.5: no answer from host.
            case ReportAction.Delayed(Instant until) ->
                reply.map(r -> r.isTransient() ? r.fullStatus() : "4.0.0").orElse("4.4.1");
            case ReportAction.Relayed() ->
                reply.filter(r -> r.code() / 100 == 2).map(Reply::fullStatus).orElse("2.0.0");
            case ReportAction.Delivered() -> "2.0.0";
            case ReportAction.Expanded() -> "2.0.0";
        };
    }
}
