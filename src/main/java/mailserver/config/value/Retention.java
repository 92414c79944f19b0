package mailserver.config.value;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.mail.Address;

/**
 * For how long mailboxes keep messages, in whole days; empty: for good.
 *
 * @param usual     in a mailbox of which nothing else is said
 * @param mailboxes by folded address, those that have a time of their own
 */
public record Retention(Optional<Duration> usual, Map<String, Optional<Duration>> mailboxes) {
    public static final Retention FOR_GOOD = new Retention(Optional.empty(), Map.of());

    public Retention {
        mailboxes = Map.copyOf(mailboxes);
    }

    public Optional<Duration> of(Address mailbox) {
        return mailboxes.getOrDefault(mailbox.folded(), usual);
    }

    /** The same, but for no mailbox longer than that. */
    public Retention atMost(Optional<Duration> bound) {
        var shorter = new HashMap<String, Optional<Duration>>();
        mailboxes.forEach((mailbox, time) -> shorter.put(mailbox, shorter(time, bound)));
        return new Retention(shorter(usual, bound), shorter);
    }

    /** What is promised to everybody. */
    public Optional<Duration> shortest() {
        return times().reduce(Optional.empty(), Retention::shorter);
    }

    /** Whether one mailbox may keep messages for longer than another. */
    public boolean differs() {
        return times().distinct().count() > 1;
    }

    private Stream<Optional<Duration>> times() {
        return Stream.concat(Stream.of(usual), mailboxes.values().stream());
    }

    private static Optional<Duration> shorter(Optional<Duration> one, Optional<Duration> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Duration::compareTo);
    }
}
