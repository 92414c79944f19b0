package mailserver.bench.peers;

import java.io.IOException;
import java.util.ArrayList;
import mailserver.load.Progress;

/** Measures both servers of a row in turn, A B A B, so that what the machine does meanwhile meets both. */
final class Pairs {
    /** Both servers' figures and, pair by pair, how much more ours does. */
    record Result(Row row, Spread peer, Spread ours, Spread ratio) {
        boolean meetsTarget() {
            return ratio.middle() >= row.target();
        }
    }

    private Pairs() {}

    static Result measure(Row row, Arena arena) throws IOException {
        Progress.show(row.id() + ": getting ready");
        Row.Hosts hosts = row.contest().prepare(arena);
        for (int run = 0; run < hosts.warmUps(); run++) {
            hosts.peer().measure(run);
            hosts.ours().measure(run);
        }
        var peer = new ArrayList<Double>();
        var ours = new ArrayList<Double>();
        var ratio = new ArrayList<Double>();
        for (int run = hosts.warmUps(); run < hosts.warmUps() + Math.min(arena.pairs(), hosts.pairs()); run++) {
            peer.add(hosts.peer().measure(run));
            ours.add(hosts.ours().measure(run));
            ratio.add(ours.getLast() / peer.getLast());
        }
        return new Result(row, Spread.of(peer), Spread.of(ours), Spread.of(ratio));
    }
}
