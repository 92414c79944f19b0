package mailserver.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How mail for others finds its way, and how long it is tried. */
public record Relay(
        Otherwise otherwise, Optional<Path> zoneFile, List<Duration> retry, Duration expire, Duration delayNotice) {
    public Relay {
        retry = List.copyOf(retry);
    }
}
