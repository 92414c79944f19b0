package mailserver.bench.peers;

import java.io.IOException;
import java.util.List;

/**
 * What this server takes of the machine or of a client's time.
 *
 * @param most what the project wants at most, in the unit that {@code what} names
 */
record Cost(String id, String what, double most, Meter meter) {
    interface Meter {
        Spread measure(Arena arena) throws IOException;
    }

    static List<Cost> all() {
        return List.of(
                new Cost(
                        "idle-10k", "resident with 10,000 idle sessions, half SMTP, half POP3 (MB)", 400, Costs::crowd),
                new Cost("idle", "resident, idle after start (MB)", 90, Costs::idle),
                new Cost("start", "`bin/mailserver start` until ready, second time (s)", 0.6, Costs::start),
                new Cost("p99-half", "p99 of the 250 after DATA at half the top load (ms)", 20, Costs::halfLoad));
    }
}
