package mailserver.dsn;

import java.time.Instant;
import mailserver.mail.Timing;
import mailserver.mail.Trace;

/** The sentences of a report that depend on nothing but what has happened. */
final class ReportWording {
    private static final String NOTHING_SO_FAR = """
            There is nothing you need to do. You get this report because you, or your
            mail program, asked for it. You may still hear if something goes wrong.
            """;

    private ReportWording() {}

    static String subject(ReportAction reportAction) {
        return switch (reportAction) {
            case ReportAction.Refused() -> "Undelivered mail: your message was refused";
            case ReportAction.Expired() -> "Undelivered mail: your message could not be delivered in time";
            case ReportAction.TooLate() -> "Undelivered mail: your message could not be delivered by the time you set";
            case ReportAction.Late(Instant until) -> "Late mail: your message is still on its way";
            case ReportAction.Delayed(Instant until) -> "Delayed mail: your message is still on its way";
            case ReportAction.Delivered() -> "Delivered mail: your message has arrived";
            case ReportAction.Relayed() -> "Relayed mail: your message was handed on";
            case ReportAction.Expanded() -> "Expanded mail: your message was sent on to several people";
        };
    }

    static String whatHappened(ReportAction reportAction, Timing timing) {
        return switch (reportAction) {
            case ReportAction.Refused() -> """
                Your message was refused for the recipients below.
                It has not been delivered to them and will not be tried again.
                """;
            case ReportAction.Expired() -> """
                Your message could not be delivered to the recipients below in the time
                it had. It has not been delivered to them and will not be tried again.
                """;
            case ReportAction.TooLate() -> """
                Your message could not be delivered to the recipients below by the time
                that you set. It has not been delivered to them and, as you wished, will
                not be tried again.
                """;
            case ReportAction.Late(Instant until) -> """
                Your message has not been delivered to the recipients below by the time
                that you set. This server goes on trying until
                """ + Trace.date(until) + ".\n";
            case ReportAction.Delayed(Instant until) -> """
                Your message has not yet been delivered to the recipients below.
                This server goes on trying until
                """ + Trace.date(until) + ".\n";
            case ReportAction.Delivered() -> """
                Your message lies in the mailboxes of the recipients below.
                Whether they have read it this server can't tell.
                """;
            case ReportAction.Relayed() when timing.deliverBy().isPresent() -> """
                Your message was handed on to the mail servers of the recipients below.
                This server can't tell whether those keep the time that you set.
                """;
            case ReportAction.Relayed() -> """
                Your message was handed on to the mail servers of the recipients below.
                Those servers don't report deliveries, so this is the last good news of it.
                """;
            case ReportAction.Expanded() -> """
                Each of the addresses below stands for several others. Your message has
                been sent on to all of those.
                """;
        };
    }

    static String whatToDo(ReportAction reportAction) {
        return switch (reportAction) {
            case ReportAction.Refused() -> """
                Please check the address and what the other server said. When you can't
                tell what is wrong, forward this report to your postmaster.
                """;
            case ReportAction.Expired() -> """
                The other server may be down or unreachable. You can send the message
                again later, or forward this report to your postmaster.
                """;
            case ReportAction.TooLate() -> """
                The other server may be down or unreachable. Please reach the recipients in
                another way, or send the message again with more time.
                """;
            case ReportAction.Late(Instant until) -> """
                Where it is urgent, please reach the recipients in another way. You may hear
                once more if it can't be delivered.
                """;
            case ReportAction.Delayed(Instant until) -> """
                There is nothing you need to do: do not send the message again. You may
                hear once more if it can't be delivered.
                """;
            case ReportAction.Delivered() -> """
                There is nothing you need to do. You get this report because you, or your
                mail program, asked for it.
                """;
            case ReportAction.Relayed() -> NOTHING_SO_FAR;
            case ReportAction.Expanded() -> NOTHING_SO_FAR;
        };
    }
}
