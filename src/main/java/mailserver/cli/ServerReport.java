package mailserver.cli;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailserver.config.HostPort;
import mailserver.server.MailServer;

/** A running server in a few lines: what {@code start} and {@code status} print. */
final class ServerReport {
    private final MailServer server;

    ServerReport(MailServer server) {
        this.server = server;
    }

    List<String> started() {
        var lines = new ArrayList<String>();
        lines.add("running   " + server.configuration().hostname() + ", process "
                + ProcessHandle.current().pid());
        lines.addAll(ports());
        lines.add("domains   " + String.join(" ", server.configuration().domains()));
        lines.add("home      " + server.files().home());
        lines.add("mail      " + server.files().maildir());
        lines.add("log       " + server.files().log());
        return lines;
    }

    List<String> status(Instant now) {
        var lines = new ArrayList<>(started());
        lines.add("sessions  " + server.smtpSessions() + " smtp, " + server.pop3Sessions() + " pop3");
        lines.add("queue     " + server.queue().entries().size() + " messages");
        lines.add("uptime    " + Times.text(Duration.between(server.started(), now)));
        return lines;
    }

    List<String> ports() {
        var lines = new ArrayList<String>();
        server.smtpAddresses().forEach(address -> lines.add("smtp      " + place(address)));
        server.pop3Addresses().forEach(address -> lines.add("pop3      " + place(address)));
        return lines;
    }

    static HostPort place(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }
}
