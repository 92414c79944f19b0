package mailserver.route;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mailserver.dsn.OneLine;
import mailserver.dsn.ReportAction;
import mailserver.dsn.ReportedMessage;
import mailserver.dsn.ReportedRecipient;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.Recipient;
import mailserver.queue.delivery.ReportSender;
import org.tinylog.Logger;

/** Tells senders who want to hear it that their mail lies in a mailbox, or has gone on to all that an alias stands for. */
public final class SuccessReports {
    private final ReportSender reportSender;
    private final InstantSource clock;

    public SuccessReports(ReportSender reportSender, InstantSource clock) {
        this.reportSender = reportSender;
        this.clock = clock;
    }

    /**
     * Reports on a message that is on disk everywhere, while its client still waits for the answer: should the process die in
     * between, the client gets none and sends again, and mail and report come twice rather than never. A report that can't be
     * written is logged and left out, for the mail itself is safe.
     *
     * @param origin where the message came from, in words
     * @param text   its file
     */
    void tell(Envelope envelope, Destinations destinations, String origin, Path text) {
        Optional<Address> sender = envelope.sender().address();
        if (sender.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        var about = new ReportedMessage(envelope.id(), sender.get(), envelope.parameters(), now, origin);
        List<Recipient> arrived = destinations.mailboxes().values().stream()
                .flatMap(Collection::stream)
                .toList();
        tell(about, text, new ReportAction.Delivered(), arrived);
        tell(about, text, new ReportAction.Expanded(), destinations.expanded());
    }

    private void tell(ReportedMessage about, Path text, ReportAction reportAction, List<Recipient> recipients) {
        List<ReportedRecipient> reported = recipients.stream()
                .filter(recipient -> recipient.notices().wants(reportAction.event()))
                .map(recipient -> ReportedRecipient.here(recipient, about.arrived()))
                .toList();
        if (reported.isEmpty()) {
            return;
        }
        try {
            reportSender.report(about, text, reportAction, reported);
        } catch (IOException e) {
            String why = OneLine.of(e.toString());
            Logger.error("{}: its {} report could not be written: {}", about.id(), reportAction.action(), why);
        }
    }
}
