package mailserver.mail;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Names messages: microseconds since 1970 in base 32, two characters of process id. Names sort by time, never repeat within
 * a process, and are safe as file names on any file system.
 */
public final class MessageIds {
    private static final Pattern ID = Pattern.compile("[0-9a-zA-Z]{1,32}");
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();
    private final String suffix;

    public MessageIds(InstantSource clock) {
        this.clock = clock;
        long process = ProcessHandle.current().pid() % 1024;
        this.suffix = Long.toString(1024 + process, 32).substring(1);
    }

    public String next() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return Long.toString(last.updateAndGet(before -> Math.max(before + 1, now)), 32) + suffix;
    }

    /** When an id was made; empty for one that some person made up, whose letters tell no time since the year 2000. */
    public static Optional<Instant> time(String id) {
        if (!id.matches("[0-9a-v]{12,14}")) {
            return Optional.empty();
        }
        Instant time = Instant.EPOCH.plus(Long.parseLong(id.substring(0, id.length() - 2), 32), ChronoUnit.MICROS);
        return Optional.of(time).filter(one -> one.isAfter(FIRST));
    }

    /** True for what {@link #next()} could have made: nothing else is ever looked up as a file. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
