package mailserver.dsn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import mailserver.mail.Address;
import mailserver.mail.Notify.Event;
import mailserver.mail.Timing;
import mailserver.mail.Trace;
import mailserver.smtp.Reply;

/** The part of a report that people read: what happened, to whom, what the other server said, what to do. */
final class ReadablePart {
    private ReadablePart() {}

    static String of(DeliveryReport report, ReturnedContent returned) {
        var text = new StringBuilder("This is the mail server at " + report.hostname() + ".\n\n");
        text.append(ReportWording.whatHappened(
                report.reportAction(), report.about().parameters().timing()));
        for (ReportedRecipient recipient : report.recipients()) {
            text.append('\n').append(whom(recipient));
            said(recipient, report.reportAction()).forEach(line -> text.append(indented(line)));
            advice(recipient, report.reportAction()).ifPresent(sentence -> text.append(sentence + "\n"));
        }
        text.append('\n').append(ReportWording.whatToDo(report.reportAction()));
        timing(report.about().parameters().timing()).forEach(text::append);
        text.append(
                "\nYour message arrived here on " + Trace.date(report.about().arrived()) + "\n");
        text.append("and is called " + report.about().id() + " in this server's log.\n");
        return text.append(attached(returned)).toString();
    }

    /** The address as it is; as people write it, where that differs; as the sender wrote it, where it was another. */
    private static String whom(ReportedRecipient reported) {
        Address address = reported.recipient().address();
        var text = new StringBuilder(indented("<" + address + ">").strip()).append('\n');
        String readable = address.toString().replaceFirst("[^@]*$", Matcher.quoteReplacement(address.unicodeDomain()));
        if (!address.domain().isEmpty() && !readable.equals(address.toString())) {
            text.append(indented("which reads " + readable));
        }
        reported.recipient()
                .original()
                .flatMap(original -> Address.parse(TypedAddress.plain(original)))
                .filter(original -> !original.folded().equals(address.folded()))
                .ifPresent(
                        original -> text.append(indented("to whom your message for <" + original + "> was sent on")));
        return text.toString();
    }

    private static List<String> said(ReportedRecipient recipient, ReportAction reportAction) {
        String who = recipient.remote().orElse("this server");
        if (recipient.reply().isPresent()) {
            Reply reply = recipient.reply().get();
            var lines = new ArrayList<String>();
            lines.add(OneLine.of(who + " said:"));
            reply.wireLines().forEach(line -> lines.add(OneLine.quoting(line)));
            return lines;
        }
        String trouble = OneLine.of(recipient.trouble());
        if (!trouble.isEmpty()) {
            return List.of(OneLine.of(who) + ": " + trouble);
        }
        return reportAction.event() == Event.SUCCESS ? List.of() : List.of("It has not been tried.");
    }

    /** What the last answer means is of more use than that time ran out. Without one there is nothing else to say. */
    private static Optional<String> advice(ReportedRecipient recipient, ReportAction reportAction) {
        return switch (reportAction) {
            case ReportAction.Refused() -> StatusAdvice.on(recipient.status(reportAction));
            case ReportAction.Expired() -> lastMeaning(recipient);
            case ReportAction.TooLate() -> lastMeaning(recipient);
            case ReportAction.Late late -> lastMeaning(recipient);
            case ReportAction.Delayed delayed -> StatusAdvice.on(recipient.status(reportAction));
            case ReportAction.Delivered() -> Optional.empty();
            case ReportAction.Relayed() -> Optional.empty();
            case ReportAction.Expanded() -> Optional.empty();
        };
    }

    private static Optional<String> lastMeaning(ReportedRecipient recipient) {
        return recipient
                .reply()
                .map(Reply::fullStatus)
                .flatMap(StatusAdvice::on)
                .or(() -> StatusAdvice.on("4.4.7"));
    }

    private static String attached(ReturnedContent returned) {
        if (returned.text().isEmpty()) {
            return "";
        }
        return returned.whole() ? "It is attached.\n" : "Its header is attached.\n";
    }

    private static List<String> timing(Timing timing) {
        var lines = new ArrayList<String>();
        timing.release()
                .ifPresent(release -> lines.add("\nIt was to wait here until " + Trace.date(release.at()) + ".\n"));
        timing.deliverBy()
                .ifPresent(by -> lines.add("\nYou wanted it delivered by " + Trace.date(by.deadline()) + ".\n"));
        return lines;
    }

    /** A line of mail may have 998 octets (RFC 5322 §2.1.1), and a character up to four. */
    private static String indented(String line) {
        return "    " + line.replaceAll("(.{240})(?=.)", "$1\n    ") + "\n";
    }
}
