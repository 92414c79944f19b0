package mailserver.queue.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import mailserver.dsn.DeliveryReport;
import mailserver.dsn.OneLine;
import mailserver.dsn.ReportAction;
import mailserver.dsn.ReportedMessage;
import mailserver.dsn.ReportedRecipient;
import mailserver.mail.MessageIds;
import mailserver.queue.UndeliverableException;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/** Writes delivery reports and sends them on their way. */
public final class ReportSender {
    private final ReportTransport reportTransport;
    private final String hostname;
    private final MessageIds ids;
    private final InstantSource clock;

    /** @param hostname what reports call this server */
    public ReportSender(ReportTransport reportTransport, String hostname, MessageIds ids, InstantSource clock) {
        this.reportTransport = reportTransport;
        this.hostname = hostname;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Reports to the sender. Durable on return.
     *
     * @param text the file of the message that it is about
     * @return false when there is no way to the sender, now or later
     * @throws IOException when it can't be done now
     */
    public boolean report(
            ReportedMessage about, Path text, ReportAction reportAction, List<ReportedRecipient> recipients)
            throws IOException {
        String whom = OneLine.of(recipients.stream()
                .map(reported -> "<" + reported.recipient().address() + ">")
                .collect(Collectors.joining(" ")));
        String id = ids.next();
        try {
            var report = new DeliveryReport(id, hostname, clock.instant(), about, reportAction, recipients);
            DeliveryReport.Written written = report.write(text);
            reportTransport.deliver(written.envelope(), written.message());
            Logger.info(LogLine.of(about.id())
                    .with("report", id)
                    .with("to", about.sender())
                    .with("action", reportAction.action())
                    .status("reported", "about " + whom));
            return true;
        } catch (UndeliverableException e) {
            String why = OneLine.of(e.getMessage());
            Logger.warn("{}: no report about {}, no way to <{}>: {}", about.id(), whom, about.sender(), why);
            return false;
        } catch (RuntimeException e) {
            throw new IOException("the report failed: " + e, e);
        }
    }
}
