package mailserver.dsn;

import java.time.Instant;
import java.util.stream.Collectors;
import mailserver.mail.Timing;
import mailserver.mail.Trace;
import mailserver.smtp.Reply;

/** The part of a report that programs read: message/delivery-status (RFC 3464 §2), or its UTF-8 form (RFC 6533 §4). */
final class StatusPart {
    private final DeliveryReport report;
    private final boolean global;

    private StatusPart(DeliveryReport report) {
        this.report = report;
        this.global = report.isGlobal();
    }

    static String of(DeliveryReport report) {
        var part = new StatusPart(report);
        // An empty line parts the fields of the message from those of each recipient (RFC 3464 §2.1).
        return report.recipients().stream()
                .map(recipient -> "\n" + part.fields(recipient))
                .collect(Collectors.joining("", part.messageFields(), ""));
    }

    /** RFC 3464 §2.2. */
    private String messageFields() {
        ReportedMessage about = report.about();
        var fields = new StringBuilder();
        // RFC 3461 §6.3: what the sender gave us comes back to it, so that a program can tell what this is about.
        about.parameters()
                .envelopeId()
                .ifPresent(id -> fields.append(field("Original-Envelope-Id", TypedAddress.decoded(id))));
        fields.append(field("Reporting-MTA", dns(report.hostname())));
        about.receivedFrom().ifPresent(host -> fields.append(field("Received-From-MTA", "dns; " + host)));
        fields.append(field("Arrival-Date", Trace.date(about.arrived())));
        Timing timing = about.parameters().timing();
        // RFC 2852 §5, RFC 4865 §5.1.2.
        timing.deliverBy().ifPresent(by -> fields.append(field("Deliver-By-Date", Trace.date(by.deadline()))));
        timing.release().ifPresent(future -> fields.append(field("Future-Release-Request", future.request())));
        return fields.toString();
    }

    /** RFC 3464 §2.3. */
    private String fields(ReportedRecipient recipient) {
        ReportAction reportAction = report.reportAction();
        var fields = new StringBuilder();
        recipient
                .recipient()
                .original()
                .ifPresent(original -> fields.append(field("Original-Recipient", TypedAddress.of(original, global))));
        fields.append(
                field("Final-Recipient", TypedAddress.of(recipient.recipient().address(), global)));
        fields.append(field("Action", reportAction.action()));
        fields.append(field("Status", recipient.status(reportAction)));
        if (recipient.reply().isPresent()) {
            Reply reply = recipient.reply().get();
            // Who gave no answer reported nothing, so it isn't named (RFC 3464 §2.3.5).
            recipient.remote().ifPresent(host -> fields.append(field("Remote-MTA", dns(host))));
            // What is no peer's answer is not in the words of SMTP (RFC 3464 §2.3.6, §2.1.2).
            String type = recipient.remote().isPresent() ? "smtp" : "x-mailserver";
            fields.append(field("Diagnostic-Code", type + "; " + OneLine.quoting(reply.toString())));
        } else if (!recipient.trouble().isEmpty()) {
            fields.append(field("Diagnostic-Code", "x-mailserver; " + OneLine.of(recipient.trouble())));
        }
        recipient.lastAttempt().ifPresent(at -> fields.append(field("Last-Attempt-Date", Trace.date(at))));
        return fields.append(more(reportAction)).toString();
    }

    private String more(ReportAction reportAction) {
        return switch (reportAction) {
            case ReportAction.Late(Instant until) -> field("Will-Retry-Until", Trace.date(until));
            case ReportAction.Delayed(Instant until) -> field("Will-Retry-Until", Trace.date(until));
            // The final server's own name for the message (RFC 3464 §2.3.8): here that server is this one.
            case ReportAction.Delivered() ->
                field("Final-Log-ID", report.about().id());
            case ReportAction.Refused() -> "";
            case ReportAction.Expired() -> "";
            case ReportAction.TooLate() -> "";
            case ReportAction.Relayed() -> "";
            case ReportAction.Expanded() -> "";
        };
    }

    private String field(String name, String value) {
        return global ? HeaderField.of(name, value) : HeaderField.ascii(name, value);
    }

    /** A host by its name, or by its address as a literal (RFC 3464 §2.1.2). */
    private static String dns(String host) {
        if (host.contains(":")) {
            return "dns; [IPv6:" + host + "]";
        }
        return host.matches("[0-9.]+") ? "dns; [" + host + "]" : "dns; " + host;
    }
}
