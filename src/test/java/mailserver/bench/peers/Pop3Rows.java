package mailserver.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mailserver.bench.Outcome;
import mailserver.bench.Pop3Load;
import mailserver.bench.Pop3Work;
import mailserver.bench.Pop3Work.Kind;
import mailserver.bench.Pop3Work.Tls;
import mailserver.bench.peers.Maildrops.Origin;
import mailserver.load.Home;
import mailserver.load.Programs;

/** The rows in which mail is read. Nothing is changed, so all runs but those on a cold index read the same maildrops. */
final class Pop3Rows {
    private Pop3Rows() {}

    private interface Filling {
        void fill(Path maildir, Origin origin) throws IOException;
    }

    private record Pair(Dovecot dovecot, Ours ours) {
        static Pair start(Arena arena, List<String> users, Origin dovecots, Filling filling) throws IOException {
            return start(arena, users, users, dovecots, filling);
        }

        /** @param filled the users who have mail on our side */
        static Pair start(Arena arena, List<String> users, List<String> filled, Origin dovecots, Filling filling)
                throws IOException {
            Dovecot dovecot = arena.scratch().until(Dovecot.start(arena.folder("dovecot"), users));
            Ours ours = arena.scratch().until(Ours.start(arena.folder("ours"), users, Map.of()));
            for (String user : users) {
                filling.fill(dovecot.maildir(user), dovecots);
            }
            for (String user : filled) {
                filling.fill(ours.maildir(user), Origin.OURS);
            }
            dovecot.own();
            // What was made up is not to be written to disk while something else is measured.
            Programs.run("sync");
            return new Pair(dovecot, ours);
        }
    }

    static Row list(String id, String what, double target, int messages, int sessions) {
        return new Row(id, what, "Dovecot, warm", target, arena -> {
            List<String> users = users(1);
            Pair pair = Pair.start(
                    arena,
                    users,
                    Origin.DOVECOT,
                    (maildir, origin) -> Maildrops.fillWithLinks(maildir, origin, messages, 4096));
            int count = arena.share(sessions);
            return new Row.Hosts(
                    run -> read(pair.dovecot(), users, count, Kind.LIST).acceptedPerSecond(),
                    run -> read(pair.ours(), users, count, Kind.LIST).acceptedPerSecond());
        });
    }

    static Row retrieve(String id, String what, double target, int maildrops, int messages, int size, int sessions) {
        return new Row(id, what, "Dovecot", target, arena -> {
            List<String> users = users(maildrops);
            Pair pair = Pair.start(
                    arena,
                    users,
                    Origin.DOVECOT,
                    (maildir, origin) -> Maildrops.fill(maildir, origin, arena.share(messages), size));
            return new Row.Hosts(
                    run -> read(pair.dovecot(), users, sessions, Kind.RETR).megabytesPerSecond(),
                    run -> read(pair.ours(), users, sessions, Kind.RETR).megabytesPerSecond());
        });
    }

    /**
     * Clients that look for new mail, each at a maildrop of its own. Both servers have the same certificate, and Dovecot keeps a login
     * process for each core, as its manual advises where many log in.
     */
    static Row poll(String id, String what, double target, Tls tls, int sessions) {
        return new Row(id, what, "Dovecot", target, arena -> {
            List<String> users = users(4);
            String secret = "{PLAIN}" + Home.PASSWORD;
            Ours ours = arena.scratch().until(Ours.startForPeople(arena.folder("ours"), users, secret));
            Dovecot dovecot = arena.scratch()
                    .until(Dovecot.startWithTls(arena.folder("dovecot"), users, secret, ours.identity()));
            for (String user : users) {
                Maildrops.fill(dovecot.maildir(user), Origin.DOVECOT, 20, 4096);
                Maildrops.fill(ours.maildir(user), Origin.OURS, 20, 4096);
            }
            dovecot.own();
            Programs.run("sync");
            int count = arena.share(sessions);
            return new Row.Hosts(
                    run -> read(dovecot.pop3s(), users, count, Kind.POLL, tls).acceptedPerSecond(),
                    run -> read(ours.pop3s(), users, count, Kind.POLL, tls).acceptedPerSecond(),
                    2);
        });
    }

    /** Each run has a process that has just started and, on Dovecot's side, a maildrop without an index. */
    static Row cold(String id, String what, double target, int messages, Origin dovecots) {
        return new Row(id, what, "Dovecot, cold index", target, arena -> {
            List<String> users = users(arena.pairs() + 1);
            int count = arena.share(messages);
            // This server keeps nothing of a maildrop, so one will do for all runs.
            List<String> one = users.subList(0, 1);
            Pair pair = Pair.start(
                    arena,
                    users,
                    one,
                    dovecots,
                    (maildir, origin) -> Maildrops.fillWithLinks(maildir, origin, count, 4096));
            return new Row.Hosts(
                    run -> coldLogin(pair.dovecot(), users.get(run)), run -> coldLogin(pair.ours(), one.getFirst()));
        });
    }

    private static double coldLogin(Host host, String user) throws IOException {
        host.restart();
        return read(host, List.of(user), 1, Kind.LIST).acceptedPerSecond();
    }

    private static List<String> users(int count) {
        return IntStream.range(0, count).mapToObj(i -> "user" + i).toList();
    }

    private static Outcome read(Host host, List<String> users, int sessions, Kind kind) throws IOException {
        return read(host.pop3(), users, sessions, kind, Tls.NONE);
    }

    private static Outcome read(InetSocketAddress where, List<String> users, int sessions, Kind kind, Tls tls)
            throws IOException {
        List<String> addresses = users.stream().map(Host::address).toList();
        return new Pop3Load(new Pop3Work(where, addresses, Home.PASSWORD, sessions, kind, tls)).run();
    }
}
