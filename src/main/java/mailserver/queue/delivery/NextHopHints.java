package mailserver.queue.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the other nodes of a cluster say of their hops. It may be late, or wrong: so it can keep mail waiting until their next try, and
 * for ten minutes at the most, and what this node has found out itself counts for more. Guarded by the lock of {@link NextHopQueues}.
 */
final class NextHopHints {
    private static final Duration MOST = Duration.ofMinutes(10);

    private final Map<String, Map<String, Heard>> nodes = new HashMap<>();

    /** @param until when that node tries the hop again, by our clock; long ago for one that may be up */
    private record Heard(NextHopHint hint, Instant until) {}

    /** A hop that is down, and when it may be tried. */
    record Down(Instant until, String why) {}

    /**
     * Takes what a node says now in place of what it said before.
     *
     * @return the hops that it called down, and doesn't any more
     */
    Set<String> hear(String node, List<NextHopHint> hints, Instant now) {
        Map<String, Heard> fresh = new HashMap<>();
        for (NextHopHint hint : hints) {
            Duration wait =
                    hint.pause().filter(time -> time.compareTo(MOST) < 0).orElse(MOST);
            fresh.put(hint.hop(), new Heard(hint, hint.pause().isPresent() ? now.plus(wait) : Instant.MIN));
        }
        var back = new HashSet<String>();
        Optional.ofNullable(fresh.isEmpty() ? nodes.remove(node) : nodes.put(node, fresh))
                .orElse(Map.of())
                .forEach((hop, before) -> {
                    boolean down = Optional.ofNullable(fresh.get(hop))
                            .flatMap(one -> one.hint().pause())
                            .isPresent();
                    if (before.hint().pause().isPresent() && !down) {
                        back.add(hop);
                    }
                });
        return back;
    }

    /** Why this hop, of which nothing is known here, should not be tried yet. */
    Optional<Down> down(String hop, Instant now) {
        for (Map.Entry<String, Map<String, Heard>> node : nodes.entrySet()) {
            Heard heard = node.getValue().get(hop);
            if (heard != null && heard.until().isAfter(now)) {
                return Optional.of(new Down(
                        heard.until(),
                        "node " + node.getKey() + ": " + heard.hint().why()));
            }
        }
        return Optional.empty();
    }

    /** This node's share of the connections that one hop is to have, at least one. */
    int share(NextHopQueue hopQueue, int perPeer) {
        if (nodes.isEmpty()) {
            return perPeer;
        }
        String hop = hopQueue.hop().inWords();
        long users = nodes.values().stream()
                .map(hops -> hops.get(hop))
                .filter(heard -> heard != null && heard.hint().used())
                .count();
        return Math.max(1, (int) (perPeer / (1 + users)));
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }
}
