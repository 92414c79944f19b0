package mailserver.mail;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names messages: microseconds since 1970 in base 32, two characters of process id. Names sort by time, never repeat within
 * a process, and are safe as file names on any file system.
 */
public final class MessageIds {
    private static final int LONGEST = 32;
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
        // By hand: asked for each event of a busy server.
        if (id.length() < 12 || id.length() > 14) {
            return Optional.empty();
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'v')) {
                return Optional.empty();
            }
        }
        Instant time = Instant.EPOCH.plus(Long.parseLong(id.substring(0, id.length() - 2), 32), ChronoUnit.MICROS);
        return Optional.of(time).filter(one -> one.isAfter(FIRST));
    }

    /** True for what {@link #next()} could have made: nothing else is ever looked up as a file. */
    public static boolean isId(String text) {
        // By hand: asked for each file of a folder that may have a hundred thousand.
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }
}
