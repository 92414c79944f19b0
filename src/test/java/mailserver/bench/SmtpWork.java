package mailserver.bench;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What an SMTP server is loaded with.
 *
 * @param connections how many at once; each sends one message after the other
 * @param messages    on all connections together
 * @param size        of a message in octets
 * @param to          the recipients of every message
 * @param pipelining  MAIL, RCPT and DATA in one packet (RFC 2920)
 * @param tls         after STARTTLS
 * @param rate        messages a second to hold to, or 0 for as many as the server takes
 */
public record SmtpWork(
        InetSocketAddress server,
        int connections,
        int messages,
        int size,
        String from,
        List<String> to,
        boolean pipelining,
        boolean tls,
        double rate) {
    public SmtpWork withRate(double limit, int count) {
        return new SmtpWork(server, connections, count, size, from, to, pipelining, tls, limit);
    }
}
