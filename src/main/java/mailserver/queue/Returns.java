package mailserver.queue;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import mailserver.config.HostPort;
import mailserver.dsn.DeliveryReport;
import mailserver.dsn.Fate;
import mailserver.dsn.OneLine;
import mailserver.dsn.ReportedRecipient;
import mailserver.mail.Address;
import mailserver.mail.MessageIds;
import org.tinylog.Logger;

/** Tells senders what has become of their mail, where there is somebody to tell. */
final class Returns {
    private final QueueFolder folder;
    private final Postmaster postmaster;
    private final String hostname;
    private final MessageIds ids;
    private final InstantSource clock;

    Returns(QueueFolder folder, Postmaster postmaster, String hostname, MessageIds ids, InstantSource clock) {
        this.folder = folder;
        this.postmaster = postmaster;
        this.hostname = hostname;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Reports to the sender. Durable on return.
     *
     * @return RETURNED, or LOST when there is nobody to tell: a report never bounces (RFC 5321 §6.1)
     * @throws IOException when it can't be done now
     */
    RecipientState.Status report(QueueEntry entry, Collection<Address> recipients, Fate fate) throws IOException {
        String whom = OneLine.of(recipients.stream().map(a -> "<" + a + ">").collect(Collectors.joining(" ")));
        if (entry.sender().isNull()) {
            Logger.warn("{}: no report about {}, the sender is <>", entry.id(), whom);
            return RecipientState.Status.LOST;
        }
        Address sender = entry.sender().address().orElseThrow();
        String id = ids.next();
        try {
            Instant now = clock.instant();
            var report =
                    new DeliveryReport(id, hostname, sender, entry.arrived(), now, fate, reported(entry, recipients));
            DeliveryReport.Written written = report.write(folder.eml(entry.id()));
            postmaster.deliver(written.envelope(), written.message());
            Logger.info("{}: reported {} about {} to <{}> as {}", entry.id(), fate.action(), whom, sender, id);
            return RecipientState.Status.RETURNED;
        } catch (UndeliverableException e) {
            String why = OneLine.of(e.getMessage());
            Logger.warn("{}: no report about {}, no way to <{}>: {}", entry.id(), whom, sender, why);
            return RecipientState.Status.LOST;
        } catch (RuntimeException e) {
            throw new IOException("the report failed: " + e, e);
        }
    }

    private static List<ReportedRecipient> reported(QueueEntry entry, Collection<Address> recipients) {
        return entry.recipients().stream()
                .filter(r -> recipients.contains(r.address()))
                .map(r -> new ReportedRecipient(
                        r.address(), r.lastReply(), r.lastError(), r.lastHop().map(HostPort::host), r.lastTry()))
                .toList();
    }
}
