package mailserver.bench.peers;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import mailserver.bench.SubmissionLoad;
import mailserver.load.Home;
import mailserver.load.Programs;

/** The row in which people hand in mail; Postfix asks Dovecot for their passwords, as is usual. */
final class SubmissionRow {
    private static final int AT_ONCE = 20;
    /** The cost that {@code bin/mailserver user add} takes for bcrypt. */
    private static final String COST = "10";

    private SubmissionRow() {}

    static Row row(String id, String what, int messages) {
        return new Row(id, what, "Postfix, Dovecot", 0, arena -> {
            List<String> users =
                    IntStream.range(0, AT_ONCE).mapToObj(i -> "user" + i).toList();
            Programs.need("doveadm", "dovecot-core");
            String secret = Programs.run("doveadm", "pw", "-s", "BLF-CRYPT", "-r", COST, "-p", Home.PASSWORD)
                    .strip();
            Ours ours = arena.scratch().until(Ours.startForPeople(arena.folder("ours"), users, secret));
            Dovecot dovecot = arena.scratch()
                    .until(Dovecot.startWithTls(arena.folder("dovecot"), users, secret, ours.identity()));
            Postfix postfix = arena.scratch()
                    .until(Postfix.startForPeople(arena.folder("postfix"), users, ours.identity(), dovecot));
            int count = arena.share(messages);
            return new Row.Hosts(run -> submit(postfix, users, count), run -> submit(ours, users, count), 2);
        });
    }

    private static double submit(Host host, List<String> users, int count) throws IOException {
        List<String> addresses = users.stream().map(Host::address).toList();
        return new SubmissionLoad(host.submission(), addresses, Home.PASSWORD, count, 4096, addresses.getFirst())
                .run()
                .acceptedPerSecond();
    }
}
