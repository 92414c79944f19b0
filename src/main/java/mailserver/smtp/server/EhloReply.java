package mailserver.smtp.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mailserver.mail.Trace;
import mailserver.sasl.Mechanism;
import mailserver.smtp.Reply;
import mailserver.smtp.TimingRequest;

/** The answer to EHLO: what this server offers, a line each (RFC 5321 §4.1.1.1). */
final class EhloReply {
    /** RFC 9422 §4: a limit has six digits at most. */
    private static final int HIGHEST_LIMIT = 999_999;

    private EhloReply() {}

    static Reply to(Client client, Access access, SmtpSettings settings, Instant now) {
        var lines = new ArrayList<String>();
        lines.add(settings.hostname() + " greets " + Trace.literal(client.address()));
        if (access.tls().isPresent() && !client.secured()) {
            // RFC 3207 §4.2: not offered again once the connection is in TLS.
            lines.add("STARTTLS");
        }
        if (client.secured()) {
            // RFC 8689 §2.
            lines.add("REQUIRETLS");
        }
        access.desk()
                .map(desk -> desk.mechanisms(client.secured()))
                .filter(mechanisms -> !mechanisms.isEmpty() && client.login().isEmpty())
                // RFC 4954 §3.
                .ifPresent(mechanisms -> lines.add(
                        "AUTH " + mechanisms.stream().map(Mechanism::toString).collect(Collectors.joining(" "))));
        if (client.mayRelay()) {
            // RFC 1985: others would only be told that they may not.
            lines.add("ETRN");
            lines.addAll(ofTime(now));
        }
        lines.addAll(extensions(settings));
        return Reply.plain(250, lines.toArray(String[]::new));
    }

    /**
     * RFC 4865 §4.2 item 2 wants the first one at the submission port alone. Whom we trust hands in mail at any port (RFC 6409
     * §4.3 leaves it to us how we know people), so it is the client that counts here, and not the port.
     */
    private static List<String> ofTime(Instant now) {
        Instant latest = now.plus(TimingRequest.LONGEST_HOLD).truncatedTo(ChronoUnit.SECONDS);
        return List.of(
                // RFC 4865.
                "FUTURERELEASE " + TimingRequest.LONGEST_HOLD.toSeconds() + " " + latest,
                // RFC 2852.
                "DELIVERBY " + TimingRequest.SHORTEST_BY,
                // RFC 6710, without the name of a policy (§3 item 3).
                "MT-PRIORITY");
    }

    private static List<String> extensions(SmtpSettings settings) {
        return List.of(
                // RFC 2920.
                "PIPELINING",
                // RFC 1870.
                "SIZE " + settings.messageSize(),
                // RFC 6152.
                "8BITMIME",
                // RFC 6531, which needs the one before.
                "SMTPUTF8",
                // RFC 3030.
                "CHUNKING",
                "BINARYMIME",
                // RFC 3461.
                "DSN",
                // RFC 2034.
                "ENHANCEDSTATUSCODES",
                // RFC 9422.
                "LIMITS RCPTMAX=" + Math.min(settings.recipients(), HIGHEST_LIMIT),
                // RFC 5321.
                "VRFY",
                "HELP");
    }
}
