package mailserver.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import mailserver.config.NodeFiles;
import mailserver.config.SharedFiles;

/**
 * Sees which nodes renew their leases. What counts is for how long, by our monotonic clock, a lease file has stayed the same;
 * neither the times within it nor those that the file system keeps are compared with any clock: on GlusterFS and NFS they are
 * set by one machine or another.
 */
final class LeaseWatch {
    private final SharedFiles shared;
    private final LongSupplier nanos;
    private final Map<String, Sight> sights = new ConcurrentHashMap<>();

    /**
     * A lease file as it was seen last.
     *
     * @param text  empty when there was none
     * @param since when it was first seen like this
     */
    record Sight(NodeFiles node, Optional<String> text, long since) {
        Optional<LeaseRecord> lease() {
            return text.flatMap(LeaseRecord::parse);
        }
    }

    LeaseWatch(SharedFiles shared, LongSupplier nanos) {
        this.shared = shared;
        this.nanos = nanos;
    }

    /** All nodes that ever were, by name. */
    Map<String, Sight> look() throws IOException {
        var now = new TreeMap<String, Sight>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(shared.nodes(), Files::isDirectory)) {
            for (Path folder : folders) {
                Sight sight = look(new NodeFiles(folder));
                now.put(sight.node().name(), sight);
            }
        }
        return now;
    }

    Sight look(NodeFiles node) throws IOException {
        Optional<String> text = LeaseRecord.text(node.lease());
        // Behind the reading, as it may have taken long: what is counted too little makes us wait, and no more.
        long at = nanos.getAsLong();
        return sights.merge(
                node.name(),
                new Sight(node, text, at),
                (before, fresh) -> before.text().equals(fresh.text()) ? before : fresh);
    }

    /**
     * Waits until a lease is over.
     *
     * @param rest between two looks
     * @return false when it goes on: its holder lives
     */
    boolean awaitEnd(Sight first, Runnable rest) throws IOException {
        Sight sight = first;
        int renewals = 0;
        while (sight.text().isPresent() && !isOver(sight)) {
            rest.run();
            Sight next = look(first.node());
            // One may have been written before the holder's end, and be shown late.
            if (next.text().isPresent() && !next.text().equals(sight.text()) && ++renewals > 1) {
                return false;
            }
            sight = next;
        }
        return true;
    }

    Duration unchanged(Sight sight) {
        return Duration.ofNanos(nanos.getAsLong() - sight.since());
    }

    /** Whether its holder, if there is one, has stopped by now. */
    boolean isOver(Sight sight) {
        Duration own = shared.settings().lease();
        Duration its = sight.lease()
                .map(LeaseRecord::length)
                .filter(length -> length.compareTo(own) > 0)
                .orElse(own);
        return unchanged(sight).compareTo(Lease.patience(its)) > 0;
    }
}
