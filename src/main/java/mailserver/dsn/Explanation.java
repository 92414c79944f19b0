package mailserver.dsn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailserver.mail.Trace;
import mailserver.smtp.Reply;

/** The part of a report that people read: what happened, to whom, what the other server said, what to do. */
final class Explanation {
    private Explanation() {}

    static String of(DeliveryReport report) {
        var text = new StringBuilder("This is the mail server at " + report.hostname() + ".\n\n");
        text.append(whatHappened(report.fate())).append('\n');
        for (ReportedRecipient recipient : report.recipients()) {
            text.append("\n<").append(recipient.address()).append(">\n");
            said(recipient).forEach(line -> text.append(indented(line)));
        }
        text.append('\n').append(whatToDo(report.fate()));
        text.append("\nYour message arrived here on ").append(Trace.date(report.arrived()));
        text.append(".\nIt, or the beginning of it, is attached.\n");
        return text.toString();
    }

    static String subject(Fate fate) {
        return switch (fate) {
            case Fate.Refused() -> "Undelivered mail: your message was refused";
            case Fate.Expired() -> "Undelivered mail: your message could not be delivered in time";
            case Fate.Delayed(Instant until) -> "Delayed mail: your message is still on its way";
        };
    }

    private static String whatHappened(Fate fate) {
        return switch (fate) {
            case Fate.Refused() -> """
                Your message was refused for the recipients below.
                It has not been delivered to them and will not be tried again.
                """;
            case Fate.Expired() -> """
                Your message could not be delivered to the recipients below in the time
                it had. It has not been delivered to them and will not be tried again.
                """;
            case Fate.Delayed(Instant until) -> """
                Your message has not yet been delivered to the recipients below.
                This server goes on trying until
                """ + Trace.date(until) + ".\n";
        };
    }

    private static String whatToDo(Fate fate) {
        return switch (fate) {
            case Fate.Refused() -> """
                Please check the address and what the other server said. When you can't
                tell what is wrong, forward this report to your postmaster.
                """;
            case Fate.Expired() -> """
                The other server may be down or unreachable. You can send the message
                again later, or forward this report to your postmaster.
                """;
            case Fate.Delayed(Instant until) -> """
                There is nothing you need to do: do not send the message again. You will
                hear once more if it can't be delivered.
                """;
        };
    }

    /** A line of mail may have 998 octets (RFC 5322 §2.1.1), and a character up to four. */
    private static String indented(String line) {
        return "    " + line.replaceAll("(.{240})(?=.)", "$1\n    ") + "\n";
    }

    private static List<String> said(ReportedRecipient recipient) {
        String who = recipient.remote().orElse("this server");
        if (recipient.reply().isPresent()) {
            Reply reply = recipient.reply().get();
            var lines = new ArrayList<String>();
            lines.add(OneLine.of(who + " said:"));
            reply.wireLines().forEach(line -> lines.add(OneLine.of(line)));
            return lines;
        }
        String trouble = OneLine.of(recipient.trouble());
        return List.of(trouble.isEmpty() ? "It has not been tried." : OneLine.of(who) + ": " + trouble);
    }
}
