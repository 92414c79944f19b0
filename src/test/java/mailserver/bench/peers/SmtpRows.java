package mailserver.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import mailserver.bench.Arrivals;
import mailserver.bench.CountingReceiver;
import mailserver.bench.SmtpLoad;
import mailserver.bench.SmtpWork;
import mailserver.load.Ports;
import mailserver.load.Sink;

/** The rows in which mail is handed in. Each run has mailboxes of its own. */
final class SmtpRows {
    /** A JVM compiles what runs often: it takes some thousand messages until a server is as fast as it stays. */
    private static final int WARM_UPS = 4;

    private static final String SENDER = "bench@client.example";

    private SmtpRows() {}

    static Row local(String id, String what, double target, int connections, int messages, int size, int recipients) {
        return new Row(id, what, "Postfix", target, arena -> {
            List<String> users = IntStream.range(0, WARM_UPS + arena.pairs())
                    .mapToObj(run -> users(run, recipients))
                    .flatMap(List::stream)
                    .toList();
            int port = Ports.free();
            Host postfix = arena.scratch().until(Postfix.start(arena.folder("postfix"), users, Host.peer(port)));
            Host ours = arena.scratch().until(Ours.start(arena.folder("ours"), users, Host.peer(port)));
            int count = arena.share(messages);
            return new Row.Hosts(
                    run -> deliver(postfix, users(run, recipients), connections, count, size),
                    run -> deliver(ours, users(run, recipients), connections, count, size),
                    WARM_UPS);
        });
    }

    /** Each run has processes that have just started. */
    static Row fresh(String id, String what, int messages) {
        return new Row(id, what, "Postfix", 0, arena -> {
            List<String> users = IntStream.range(0, 1 + arena.pairs())
                    .mapToObj(run -> users(run, 1))
                    .flatMap(List::stream)
                    .toList();
            Host postfix = arena.scratch().until(Postfix.start(arena.folder("postfix"), users, Map.of()));
            Host ours = arena.scratch().until(Ours.start(arena.folder("ours"), users, Map.of()));
            int count = arena.share(messages);
            return new Row.Hosts(run -> first(postfix, run, count), run -> first(ours, run, count));
        });
    }

    private static double first(Host host, int run, int messages) throws IOException {
        host.restart();
        return deliver(host, users(run, 1), 20, messages, 4096);
    }

    private static List<String> users(int run, int count) {
        return IntStream.range(0, count).mapToObj(i -> "run" + run + "-" + i).toList();
    }

    private static double deliver(Host host, List<String> users, int connections, int messages, int size)
            throws IOException {
        List<Path> maildirs = users.stream().map(host::maildir).toList();
        return measure(
                host, users.stream().map(Host::address).toList(), connections, messages, size, new Arrivals(maildirs));
    }

    static Row relay(String id, String what, double target, int connections, int messages, int size) {
        return new Row(id, what, "Postfix", target, arena -> {
            var users = List.of("nobody");
            int count = arena.share(messages);
            var runs = new ArrayList<Row.Run>();
            for (String name : List.of("postfix", "ours")) {
                int port = Ports.free();
                var counter = new CountingReceiver();
                arena.scratch().until(new Sink(port, counter));
                Host host = arena.scratch()
                        .until(
                                name.equals("ours")
                                        ? Ours.start(arena.folder(name), users, Host.peer(port))
                                        : Postfix.start(arena.folder(name), users, Host.peer(port)));
                runs.add(run -> measure(host, List.of("somebody@peer.example"), connections, count, size, counter));
            }
            return new Row.Hosts(runs.get(0), runs.get(1), WARM_UPS);
        });
    }

    private static double measure(
            Host host, List<String> to, int connections, int messages, int size, LongSupplier arrived)
            throws IOException {
        var work = new SmtpWork(host.smtp(), connections, messages, size, SENDER, to, true, false, 0);
        return new SmtpLoad(work).run(arrived).deliveredPerSecond();
    }
}
