package mailserver.prove.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import mailserver.load.Table;

/** What the rounds were. */
final class ClusterTally {
    private final Map<ClusterFault, List<Duration>> takeovers = new EnumMap<>(ClusterFault.class);
    private final Map<ClusterFault, Integer> rounds = new EnumMap<>(ClusterFault.class);

    void add(ClusterFault fault, Scene scene) {
        rounds.merge(fault, 1, Integer::sum);
        takeovers.computeIfAbsent(fault, key -> new ArrayList<>()).addAll(scene.takeovers());
    }

    @Override
    public String toString() {
        var table = new Table("fault", "rounds", "queues taken over", "after, s");
        rounds.forEach(
                (fault, count) -> table.row(fault, count, takeovers.get(fault).size(), seconds(takeovers.get(fault))));
        return table.toString();
    }

    /** Least, median and most. */
    private static String seconds(List<Duration> times) {
        if (times.isEmpty()) {
            return "";
        }
        double[] sorted = times.stream()
                .mapToDouble(time -> time.toMillis() / 1000.0)
                .sorted()
                .toArray();
        return String.format("%.1f · %.1f · %.1f", sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
}
