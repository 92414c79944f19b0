package mailserver.bench.peers;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailserver.bench.Bound;
import mailserver.bench.Pop3Work.Tls;
import mailserver.bench.peers.Maildrops.Origin;

/**
 * One line of the comparison.
 *
 * @param id      for {@code --row}
 * @param what    is done, and in what it is measured
 * @param against the peer
 * @param target  the ratio that the project wants at least; 0 where it wants none, and looks all the same
 * @param bound   what the disk allows of this, where it is the disk that limits it
 * @param contest makes the servers ready
 */
record Row(String id, String what, String against, double target, Optional<Bound> bound, Contest contest) {
    Row(String id, String what, String against, double target, Contest contest) {
        this(id, what, against, target, Optional.empty(), contest);
    }

    Row under(Bound limit) {
        return new Row(id, what, against, target, Optional.of(limit), contest);
    }

    interface Contest {
        /** @param arena where to do it, and how much of it */
        Hosts prepare(Arena arena) throws IOException;
    }

    /**
     * Both servers, ready to be measured; each run has a number and fresh folders. Greater is better.
     *
     * @param warmUps so many runs of each come first and aren't counted
     * @param pairs   so many are enough, for a row that takes long
     */
    record Hosts(Run peer, Run ours, int warmUps, int pairs) {
        /** One, in which processes are forked, files get into the cache and indexes are made. */
        Hosts(Run peer, Run ours) {
            this(peer, ours, 1);
        }

        Hosts(Run peer, Run ours, int warmUps) {
            this(peer, ours, warmUps, Integer.MAX_VALUE);
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
                                1)
                        .under(Bound.TWENTY),
                SmtpRows.local("smtp-1", "the same, 1 connection (messages/s)", 3, 1, 2000, 4096, 1)
                        .under(Bound.ONE),
                SmtpRows.local(
                                "smtp-1m",
                                "the same, 1 MB, 20 connections (messages/s, or MB/s)",
                                3,
                                20,
                                300,
                                1_000_000,
                                1)
                        .under(Bound.LARGE),
                SmtpRows.local("recipients-50", "one message to 50 local recipients (messages/s)", 10, 1, 200, 4096, 50)
                        .under(Bound.FIFTY),
                SmtpRows.fresh(
                                "first-1000",
                                "the first 1,000 of a fresh process, 4 KB, 20 connections (messages/s)",
                                1000)
                        .under(Bound.TWENTY),
                SmtpRows.relay(
                                "relay-20",
                                "SMTP in, relay out to a sink, 4 KB, 20 connections (messages/s)",
                                3,
                                20,
                                3000,
                                4096)
                        .under(Bound.RELAY),
                QueueRow.comeBack(
                        "queue-100k",
                        "100,000 for a dead peer, from its return until the last is there (messages/s)",
                        100_000),
                SubmissionRow.row(
                        "submission-tls",
                        "STARTTLS, PLAIN with BLF-CRYPT, one message, QUIT; 20 at once (messages/s)",
                        600),
                Pop3Rows.list("pop3-10k", "login, STAT, UIDL, QUIT on 10,000 messages (sessions/s)", 3, 10_000, 60),
                Pop3Rows.retrieve(
                        "retr-4k", "RETR of everything, 4 KB, 20 maildrops at once (MB/s)", 1.2, 20, 500, 4096, 4),
                Pop3Rows.retrieve(
                        "retr-1m", "RETR of everything, 1 MB, 20 maildrops at once (MB/s)", 1.2, 20, 20, 1_000_000, 2),
                Pop3Rows.poll(
                        "pop3s-poll",
                        "TLS with a full handshake, login, STAT, QUIT; 4 clients (sessions/s)",
                        1,
                        Tls.FULL,
                        400),
                Pop3Rows.poll(
                        "pop3s-poll-again",
                        "the same, the TLS session of an earlier one resumed (sessions/s)",
                        1,
                        Tls.RESUMED,
                        400),
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
