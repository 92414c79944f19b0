package mailserver.config.value;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How mail for others finds its way, and how long it is tried.
 *
 * @param perPeer     connections to one next hop
 * @param connections connections to all of them
 */
public record RelayConfiguration(
        OtherDomains otherDomains,
        Optional<Path> zoneFile,
        List<Duration> retry,
        Duration expire,
        Duration delayNotice,
        int perPeer,
        int connections) {
    public RelayConfiguration {
        retry = List.copyOf(retry);
    }
}
