package mailserver.queue;

import java.time.Duration;
import java.util.List;

/** What the administrator says of the queue; may change while it runs. */
public record RelaySettings(RetrySchedule schedule, RelayLimits limits) {
    /** For a queue that doesn't run. */
    public static final RelaySettings NONE = new RelaySettings(
            new RetrySchedule(List.of(Duration.ofDays(1)), Duration.ofDays(3650), Duration.ZERO),
            new RelayLimits(1, 1));
}
