package mailserver.server;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import mailserver.record.history.History;

/** How a server stands, in the numbers that are kept of it. */
final class ServerGauge implements History.Gauge {
    private final MailServer server;

    ServerGauge(MailServer server) {
        this.server = server;
    }

    @Override
    public History.State look() throws IOException {
        return new History.State(
                server.queue().size(),
                server.queue()
                        .oldest()
                        .map(time ->
                                Duration.between(time, server.record().now()).toSeconds())
                        .orElse(0L),
                server.smtpSessions(),
                server.pop3Sessions(),
                Files.getFileStore(server.files().maildir()).getUsableSpace());
    }
}
