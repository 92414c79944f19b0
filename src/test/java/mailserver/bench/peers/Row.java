package mailserver.bench.peers;

import java.io.IOException;
import java.util.List;
import mailserver.bench.peers.Maildrops.Origin;

/**
 * One line of the comparison.
 *
 * @param id      for {@code --row}
 * @param what    is done, and in what it is measured
 * @param against the peer
 * @param target  the ratio that the project wants at least; 0 where it wants none, and looks all the same
 * @param contest makes the servers ready
 */
record Row(String id, String what, String against, double target, Contest contest) {
    interface Contest {
        /** @param arena where to do it, and how much of it */
        Hosts prepare(Arena arena) throws IOException;
    }

    /**
     * Both servers, ready to be measured; each run has a number and fresh folders. Greater is better.
     *
     * @param warmUps so many runs of each come first and aren't counted
     */
    record Hosts(Run peer, Run ours, int warmUps) {
        /** One, in which processes are forked, files get into the cache and indexes are made. */
        Hosts(Run peer, Run ours) {
            this(peer, ours, 1);
        }
    }

    interface Run {
        double measure(int number) throws IOException;
    }

    static List<Row> all() {
        return List.of(
                SmtpRows.local(
                        "smtp-20",
                        "SMTP to Maildir, 4 KB, 20 connections, until delivered (messages/s)",
                        5,
                        20,
                        3000,
                        4096,
                        1),
                SmtpRows.local("smtp-1", "the same, 1 connection (messages/s)", 3, 1, 2000, 4096, 1),
                SmtpRows.local(
                        "smtp-1m", "the same, 1 MB, 20 connections (messages/s, or MB/s)", 3, 20, 300, 1_000_000, 1),
                SmtpRows.local(
                        "recipients-50", "one message to 50 local recipients (messages/s)", 10, 1, 200, 4096, 50),
                SmtpRows.relay(
                        "relay-20",
                        "SMTP in, relay out to a sink, 4 KB, 20 connections (messages/s)",
                        3,
                        20,
                        3000,
                        4096),
                Pop3Rows.list("pop3-10k", "login, STAT, UIDL, QUIT on 10,000 messages (sessions/s)", 3, 10_000, 60),
                Pop3Rows.retrieve(
                        "retr-4k", "RETR of everything, 4 KB, 20 maildrops at once (MB/s)", 1.2, 20, 500, 4096, 4),
                Pop3Rows.retrieve(
                        "retr-1m", "RETR of everything, 1 MB, 20 maildrops at once (MB/s)", 1.2, 20, 20, 1_000_000, 2),
                Pop3Rows.cold(
                        "cold-100k",
                        "first login on 100,000 messages, cold process; Dovecot's delivered by Postfix (logins/s)",
                        10,
                        100_000,
                        Origin.POSTFIX),
                Pop3Rows.cold(
                        "cold-100k-lmtp",
                        "the same; Dovecot's delivered by its own LMTP server (logins/s)",
                        0,
                        100_000,
                        Origin.DOVECOT));
    }
}
