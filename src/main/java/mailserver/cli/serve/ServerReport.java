package mailserver.cli.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailserver.config.value.HostPort;
import mailserver.server.MailServer;
import mailserver.server.Service;
import mailserver.web.WebInterface;
import mailserver.wire.text.DurationText;
import mailserver.wire.text.IpText;

/** A running server in a few lines: what {@code start} and {@code status} print. */
public final class ServerReport {
    private final MailServer server;
    private final List<WebInterface.Port> web;
    private final List<String> notServed;

    /**
     * @param web       the ports of the HTTP interface
     * @param notServed ports that nobody asked for and that were taken, beside the server's own, a line each
     */
    ServerReport(MailServer server, List<WebInterface.Port> web, List<String> notServed) {
        this.server = server;
        this.web = web;
        this.notServed = notServed;
    }

    List<String> started() {
        var lines = new ArrayList<String>();
        lines.add(line(
                "running",
                server.configuration().hostname() + ", process "
                        + ProcessHandle.current().pid()));
        lines.addAll(ports());
        server.notServed().forEach(why -> lines.add(line("warning", why)));
        notServed.forEach(why -> lines.add(line("warning", why)));
        server.identity().ifPresent(identity -> lines.add(line("tls", identity.fingerprint())));
        lines.add(line("domains", String.join(" ", server.configuration().domains())));
        lines.add(line("home", server.files().home()));
        lines.add(line("mail", server.files().maildir()));
        lines.add(line("log", server.files().log()));
        return lines;
    }

    List<String> status(Instant now) throws IOException {
        var lines = new ArrayList<>(started());
        lines.add(line("sessions", server.smtpSessions() + " smtp, " + server.pop3Sessions() + " pop3"));
        lines.add(line("queue", server.queue().size() + " messages"));
        if (server.node().isPresent()) {
            server.node().get().report().forEach(node -> lines.add(line("node", node)));
        }
        server.hooks().ifPresent(words -> lines.add(line("hooks", words)));
        lines.add(line("uptime", DurationText.text(Duration.between(server.started(), now))));
        return lines;
    }

    public List<String> ports() {
        var lines = new ArrayList<String>();
        for (Service service : Service.values()) {
            server.addresses(service).forEach(address -> lines.add(line(service.label(), place(address))));
        }
        web.forEach(port -> lines.add(line(port.label(), port.place())));
        return lines;
    }

    private static String line(String label, Object value) {
        return "%-9s %s".formatted(label, value);
    }

    static HostPort place(InetSocketAddress address) {
        return new HostPort(IpText.of(address.getAddress()), address.getPort());
    }
}
