package mailserver.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mailserver.config.Configuration;

/** What a running server takes of new settings, and what waits for a restart, a line each. */
final class ReloadReport {
    private ReloadReport() {}

    static List<String> of(Configuration before, Configuration after) {
        var lines = new ArrayList<String>();
        lines.add(
                "taken: domains, accounts, aliases, peers, relay, dns, trust, limits, retention, bare_newlines and POP3's extensions");
        if (!before.hostname().equals(after.hostname())) {
            lines.add("hostname " + after.hostname() + " counts after a restart");
        }
        if (Arrays.stream(Service.values())
                .anyMatch(service -> !service.places(before).equals(service.places(after)))) {
            lines.add("the new listen addresses count after a restart");
        }
        if (!before.tls().equals(after.tls())) {
            lines.add("the new files in [tls] count after a restart");
        }
        if (!before.cluster().equals(after.cluster())) {
            lines.add("what is new in [cluster] counts after a restart");
        }
        if (before.log().level() != after.log().level()) {
            lines.add("the new log level counts after a restart");
        }
        if (before.log().format() != after.log().format()) {
            lines.add("the new log format counts after a restart");
        }
        if (!before.programs().equals(after.programs())) {
            lines.add(
                    "what is new in [web], [transcripts], [hooks] and [faults] counts after a restart, but for admins and open_mailboxes");
        }
        return lines;
    }
}
