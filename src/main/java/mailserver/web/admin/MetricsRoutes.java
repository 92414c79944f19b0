package mailserver.web.admin;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import mailserver.queue.delivery.NextHopStatus;
import mailserver.server.MailServer;
import mailserver.web.http.Authentication;

/** The server in numbers, in the text format of Prometheus. From this machine without a login, so that a scraper needs none. */
public final class MetricsRoutes {
    private static final Map<String, String> WHAT = Map.of(
            "received", "Messages that were taken.",
            "delivered", "Messages put into mailboxes, one for each mailbox.",
            "relayed", "Recipients for whom a next hop took a message.",
            "deferred", "Attempts that failed and will be made again, one for each recipient.",
            "bounced", "Recipients for whom a message was given up.",
            "expired", "Recipients whom a message did not reach in its time.",
            "refused", "Commands that were refused.",
            "removed", "Messages that were taken out of the queue by hand.");

    private final MailServer server;
    private final Authentication authentication;

    public MetricsRoutes(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
    }

    public void metrics(ServerRequest request, ServerResponse response) throws IOException {
        if (!Authentication.address(request).isLoopbackAddress()) {
            authentication.caller(request).mayRule();
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        response.send(text().getBytes(StandardCharsets.UTF_8));
    }

    private String text() throws IOException {
        var text = new Text();
        server.record()
                .counters()
                .events()
                .forEach((kind, count) ->
                        text.add("mailserver_messages_" + kind + "_total", "counter", WHAT.get(kind), "", count));
        text.add(
                "mailserver_received_bytes_total",
                "counter",
                "Octets of the messages that were taken.",
                "",
                server.record().counters().octetsReceived());
        text.add(
                "mailserver_queue_messages",
                "gauge",
                "Messages in the queue.",
                "",
                server.queue().size());
        text.add(
                "mailserver_sessions",
                "gauge",
                "Clients that are connected.",
                "{protocol=\"smtp\"}",
                server.smtpSessions());
        text.more("mailserver_sessions", "{protocol=\"pop3\"}", server.pop3Sessions());
        text.add(
                "mailserver_hops_down",
                "gauge",
                "Next hops that can't be reached.",
                "",
                NextHopStatus.down(server.queue().hops()).size());
        text.add(
                "mailserver_disk_free_bytes",
                "gauge",
                "Room on the disk that the mail is on.",
                "",
                Files.getFileStore(server.files().maildir()).getUsableSpace());
        if (server.identity().isPresent()) {
            text.add(
                    "mailserver_certificate_expiry_timestamp_seconds",
                    "gauge",
                    "When the server's certificate ends.",
                    "",
                    server.identity().get().expires().getEpochSecond());
        }
        text.add(
                "mailserver_start_time_seconds",
                "gauge",
                "When the server was started.",
                "",
                server.started().getEpochSecond());
        return text.toString();
    }

    /** Lines of the format. */
    private static final class Text {
        private final StringBuilder lines = new StringBuilder();

        void add(String name, String type, String help, String labels, long value) {
            lines.append("# HELP ").append(name).append(' ').append(help).append('\n');
            lines.append("# TYPE ").append(name).append(' ').append(type).append('\n');
            more(name, labels, value);
        }

        void more(String name, String labels, long value) {
            lines.append(name).append(labels).append(' ').append(value).append('\n');
        }

        @Override
        public String toString() {
            return lines.toString();
        }
    }
}
