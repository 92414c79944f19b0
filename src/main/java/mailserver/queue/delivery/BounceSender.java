package mailserver.queue.delivery;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mailserver.config.value.HostPort;
import mailserver.dsn.ReportAction;
import mailserver.dsn.ReportedMessage;
import mailserver.dsn.ReportedRecipient;
import mailserver.mail.Address;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.files.QueueFolder;
import org.tinylog.Logger;

/** Tells senders what has become of their mail in the queue, where there is somebody to tell. */
public final class BounceSender {
    private final QueueFolder folder;
    private final ReportSender reportSender;

    public BounceSender(QueueFolder folder, ReportSender reportSender) {
        this.folder = folder;
        this.reportSender = reportSender;
    }

    /**
     * Reports to the sender. Durable on return.
     *
     * @return RETURNED, or LOST when there is nobody to tell: a report never bounces (RFC 5321 §6.1)
     * @throws IOException when it can't be done now
     */
    RecipientState.Status report(QueueEntry entry, Collection<Address> recipients, ReportAction reportAction)
            throws IOException {
        Optional<Address> sender = entry.sender().address();
        if (sender.isEmpty()) {
            Logger.warn("{}: no report about {} recipients, the sender is <>", entry.id(), recipients.size());
            return RecipientState.Status.LOST;
        }
        var about = new ReportedMessage(entry.id(), sender.get(), entry.parameters(), entry.arrived(), entry.client());
        return reportSender.report(about, folder.eml(entry.id()), reportAction, reported(entry, recipients))
                ? RecipientState.Status.RETURNED
                : RecipientState.Status.LOST;
    }

    private static List<ReportedRecipient> reported(QueueEntry entry, Collection<Address> recipients) {
        return entry.recipients().stream()
                .filter(r -> recipients.contains(r.address()))
                .map(r -> new ReportedRecipient(
                        r.recipient(),
                        r.lastReply(),
                        r.lastError(),
                        r.lastHop().filter(hop -> r.isFromPeer()).map(HostPort::host),
                        r.lastTry()))
                .toList();
    }
}
