package mailserver.cluster;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import mailserver.config.NodeFiles;
import mailserver.wire.text.DurationText;

/** All nodes, for people: who is there, since when, and what it does. */
record ClusterReport(LeaseWatch watch, NodeFiles own) {
    List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        for (LeaseWatch.Sight sight : watch.look().values()) {
            String here = sight.node().equals(own) ? " (this one)" : "";
            lines.add(sight.node().name() + here + ": " + words(sight) + ", " + messages(sight.node()));
        }
        return lines;
    }

    private String words(LeaseWatch.Sight sight) {
        String age = DurationText.text(watch.unchanged(sight));
        if (watch.isOver(sight)) {
            return sight.text().isPresent() ? "no lease, silent for " + age : "no lease, stopped";
        }
        return sight.lease()
                .map(lease -> "up since " + lease.since().truncatedTo(ChronoUnit.SECONDS) + ", lease of "
                        + DurationText.text(lease.length()) + " renewed " + age + " ago, "
                        + lease.doing().smtp() + " smtp, " + lease.doing().pop3() + " pop3")
                .orElse("no lease, stopped a moment ago");
    }

    private static String messages(NodeFiles node) throws IOException {
        int count = Takeover.count(node.queue());
        for (var taken : Takeover.children(node.taken())) {
            count += Takeover.count(taken);
        }
        return count + " messages in its queue";
    }
}
