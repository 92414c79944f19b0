package mailserver.dsn;

import java.time.Instant;
import java.util.stream.Collectors;
import mailserver.mail.Address;
import mailserver.mail.Trace;

/** The part of a report that programs read: message/delivery-status (RFC 3464 §2). */
final class StatusPart {
    private StatusPart() {}

    static String of(DeliveryReport report) {
        String message = HeaderField.ascii("Reporting-MTA", "dns; " + report.hostname())
                + HeaderField.ascii("Arrival-Date", Trace.date(report.arrived()));
        // An empty line parts the fields of the message from those of each recipient (RFC 3464 §2.1).
        return report.recipients().stream()
                .map(recipient -> "\n" + fields(recipient, report.fate()))
                .collect(Collectors.joining("", message, ""));
    }

    private static String fields(ReportedRecipient recipient, Fate fate) {
        var fields = new StringBuilder();
        fields.append(HeaderField.ascii("Final-Recipient", typed(recipient.address())));
        fields.append(HeaderField.ascii("Action", fate.action()));
        fields.append(HeaderField.ascii("Status", recipient.status(fate)));
        recipient.remote().ifPresent(host -> fields.append(HeaderField.ascii("Remote-MTA", "dns; " + host)));
        if (recipient.reply().isPresent()) {
            fields.append(HeaderField.ascii(
                    "Diagnostic-Code", "smtp; " + recipient.reply().get()));
        } else if (!recipient.trouble().isEmpty()) {
            // Not the words of SMTP, so the type says whose they are (RFC 3464 §2.3.6, §2.1.2).
            fields.append(HeaderField.ascii("Diagnostic-Code", "x-mailserver; " + recipient.trouble()));
        }
        recipient.lastAttempt().ifPresent(at -> fields.append(HeaderField.ascii("Last-Attempt-Date", Trace.date(at))));
        if (fate instanceof Fate.Delayed(Instant until)) {
            fields.append(HeaderField.ascii("Will-Retry-Until", Trace.date(until)));
        }
        return fields.toString();
    }

    /** An address beyond ASCII is spelled in utf-8-addr-xtext: hexadecimal code points (RFC 6533 §3). */
    private static String typed(Address address) {
        String text = address.toString();
        if (text.chars().allMatch(c -> c < 0x80)) {
            return "rfc822; " + text;
        }
        String spelled = text.codePoints()
                .mapToObj(c -> c < 0x80 && c != '\\' ? Character.toString(c) : "\\x{%X}".formatted(c))
                .collect(Collectors.joining());
        return "utf-8; " + spelled;
    }
}
