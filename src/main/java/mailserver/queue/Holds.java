package mailserver.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import mailserver.smtp.Outcome;

/**
 * Which peers could not be talked to a moment ago. Mail that waits behind such an attempt is put off for a short while, so
 * that not all of it stands in line for one timeout after another.
 */
final class Holds {
    /** However long the first pause of the schedule is. */
    private static final Duration MOST = Duration.ofMinutes(1);

    private final Supplier<Schedule> schedule;
    private final InstantSource clock;
    private final Map<Hop, Instant> down = new ConcurrentHashMap<>();

    Holds(Supplier<Schedule> schedule, InstantSource clock) {
        this.schedule = schedule;
        this.clock = clock;
    }

    /** Until when nothing is to be tried there. */
    Optional<Instant> until(Hop hop) {
        Instant now = clock.instant();
        // Should the clock be set back, no hold gets longer than it can be.
        return Optional.ofNullable(down.get(hop)).filter(end -> end.isAfter(now) && !end.isAfter(now.plus(MOST)));
    }

    /** A peer that said anything is there; one that was deferred without a word for all was not. */
    void learn(Hop hop, Collection<Outcome> outcomes) {
        if (!(hop instanceof Hop.To)) {
            return;
        }
        boolean silent = !outcomes.isEmpty()
                && outcomes.stream()
                        .allMatch(o ->
                                o instanceof Outcome.Deferred d && d.reply().isEmpty());
        Instant now = clock.instant();
        down.values().removeIf(end -> !end.isAfter(now));
        if (silent) {
            Duration pause = schedule.get().retry().getFirst();
            down.put(hop, now.plus(pause.compareTo(MOST) < 0 ? pause : MOST));
        } else {
            down.remove(hop);
        }
    }

    /** A person wants it tried now. */
    void clear() {
        down.clear();
    }
}
