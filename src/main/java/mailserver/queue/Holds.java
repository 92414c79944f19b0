package mailserver.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mailserver.smtp.Outcome;

/**
 * Which peers could not be talked to a moment ago. Mail that waits behind such an attempt is put off for a short while, so
 * that not all of it stands in line for one timeout after another.
 */
final class Holds {
    /**
     * @param end until when nothing is to be tried
     * @param why what became of the attempt
     */
    record Hold(Instant end, String why) {}

    /** However long the first pause of the schedule is. */
    private static final Duration MOST = Duration.ofMinutes(1);

    private final Supplier<Schedule> schedule;
    private final InstantSource clock;
    private final Map<Hop, Hold> down = new ConcurrentHashMap<>();

    Holds(Supplier<Schedule> schedule, InstantSource clock) {
        this.schedule = schedule;
        this.clock = clock;
    }

    /** Empty when there may be tries. */
    Optional<Hold> on(Hop hop) {
        Instant now = clock.instant();
        // Should the clock be set back, no hold gets longer than it can be.
        return Optional.ofNullable(down.get(hop))
                .filter(hold -> hold.end().isAfter(now) && !hold.end().isAfter(now.plus(MOST)));
    }

    /** A peer that said anything is there; one that was deferred without a word for all was not. */
    void learn(Hop hop, Collection<Outcome> outcomes) {
        boolean elsewhere = switch (hop) {
            case Hop.To to -> true;
            case Hop.Exchangers exchangers -> true;
            case Hop.Local local -> false;
            case Hop.None none -> false;
        };
        if (!elsewhere) {
            return;
        }
        List<String> silences = outcomes.stream().flatMap(Holds::silence).toList();
        Instant now = clock.instant();
        down.values().removeIf(hold -> !hold.end().isAfter(now));
        if (!silences.isEmpty() && silences.size() == outcomes.size()) {
            Duration pause = schedule.get().retry().getFirst();
            Instant end = now.plus(pause.compareTo(MOST) < 0 ? pause : MOST);
            down.put(hop, new Hold(end, silences.getFirst()));
        } else {
            down.remove(hop);
        }
    }

    private static Stream<String> silence(Outcome outcome) {
        return outcome instanceof Outcome.Deferred deferred && deferred.reply().isEmpty()
                ? Stream.of(deferred.why())
                : Stream.empty();
    }

    /** A person wants it tried now. */
    void clear() {
        down.clear();
    }
}
