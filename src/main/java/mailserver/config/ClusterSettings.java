package mailserver.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What {@code [cluster]} says of a node that shares its mailboxes with others.
 *
 * @param node   its name, letters and digits; no other node has it
 * @param shared the same folder of a shared file system on every node
 * @param lease  how long a silent node keeps its queue
 */
public record ClusterSettings(String node, Path shared, Duration lease) {
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);
}
