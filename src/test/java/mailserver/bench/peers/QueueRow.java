package mailserver.bench.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mailserver.bench.CountingReceiver;
import mailserver.bench.Outcome;
import mailserver.bench.SmtpLoad;
import mailserver.bench.SmtpWork;
import mailserver.load.Ports;
import mailserver.load.Progress;
import mailserver.load.Sink;
import mailserver.load.Wait;

/** The row in which a peer was dead for a long time, and comes back to all that has piled up for it. */
final class QueueRow {
    private static final Duration UNTIL_SETTLED = Duration.ofMinutes(10);
    /** Without a single message more. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofMillis(20);

    private QueueRow() {}

    static Row comeBack(String id, String what, int messages) {
        return new Row(id, what, "Postfix", 0, arena -> {
            int count = arena.share(messages);
            return new Row.Hosts(run -> postfix(arena, count), run -> ours(arena, count), 0, 1);
        });
    }

    private static double postfix(Arena arena, int count) throws IOException {
        var ports = Map.of("peer.example", Ports.free(), "other.example", Ports.free());
        Host host = arena.scratch().until(Postfix.start(arena.folder("postfix"), List.of("nobody"), ports));
        return comeBack(arena, host, ports, count);
    }

    private static double ours(Arena arena, int count) throws IOException {
        var ports = Map.of("peer.example", Ports.free(), "other.example", Ports.free());
        Ours host = arena.scratch().until(Ours.start(arena.folder("ours"), List.of("nobody"), ports));
        double rate = comeBack(arena, host, ports, count);
        arena.remark(host.name() + ": " + Outcome.text(Costs.memory(host.pid(), "VmHWM")) + " MB resident at most");
        return rate;
    }

    /** From the moment the peer listens again and the server is told to try, until the last is there. */
    private static double comeBack(Arena arena, Host host, Map<String, Integer> ports, int count) throws IOException {
        var work = new SmtpWork(
                host.smtp(), 20, count, 1000, "bench@client.example", List.of("somebody@peer.example"), true, false, 0);
        new SmtpLoad(work).run();
        Progress.show(arena.row() + ": waiting until " + host.name() + " has tried all");
        if (!Wait.atMost(UNTIL_SETTLED, Duration.ofMillis(200), host::isSettled)) {
            throw new IOException(host.name() + " has not tried all it was given");
        }
        var back = new CountingReceiver();
        try (var other = new OtherPeer(host, ports.get("other.example"));
                var sink = new Sink(ports.get("peer.example"), back)) {
            long begin = System.nanoTime();
            host.retry();
            other.start();
            await(back, count, host.name() + " at port " + sink.port());
            double rate = count * 1e9 / (System.nanoTime() - begin);
            arena.remark(host.name() + ": meanwhile " + other.waits());
            return rate;
        } finally {
            Progress.clear();
        }
    }

    private static void await(CountingReceiver back, int count, String where) throws IOException {
        long last = 0;
        long changed = System.nanoTime();
        while (last < count) {
            long now = back.getAsLong();
            if (now > last) {
                last = now;
                changed = System.nanoTime();
            } else if (System.nanoTime() - changed > PATIENCE.toNanos()) {
                throw new IOException("only " + last + " of " + count + " came from " + where);
            }
            Progress.show(last + " of " + count + " are back");
            Wait.pause(LOOK);
        }
    }
}
