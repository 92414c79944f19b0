package mailserver.queue.delivery;

import java.time.Duration;
import java.util.Optional;
import mailserver.dsn.OneLine;

/**
 * What one node of a cluster lets the others know of a hop.
 *
 * @param hop  in words
 * @param used whether it has connections there
 * @param pause how long it won't try, for the hop is down; nothing while it may be up
 * @param why  it is down
 */
public record NextHopHint(String hop, boolean used, Optional<Duration> pause, String why) {
    private static final String USED = "used";
    private static final String UNUSED = "unused";
    private static final int PARTS = 4;

    /** One line, for a file. */
    public String line() {
        return String.join(
                "\t",
                used ? USED : UNUSED,
                pause.map(time -> String.valueOf(time.toMillis())).orElse("-"),
                OneLine.of(hop),
                OneLine.of(why).replace('\t', ' '));
    }

    /** Reads a line; empty for anything else. */
    public static Optional<NextHopHint> parse(String line) {
        String[] parts = line.split("\t", -1);
        boolean known = parts.length == PARTS
                && (parts[0].equals(USED) || parts[0].equals(UNUSED))
                && parts[1].length() <= 12
                && (parts[1].equals("-")
                        || !parts[1].isEmpty() && parts[1].chars().allMatch(c -> c >= '0' && c <= '9'));
        return known
                ? Optional.of(new NextHopHint(
                        parts[2],
                        parts[0].equals(USED),
                        parts[1].equals("-")
                                ? Optional.empty()
                                : Optional.of(Duration.ofMillis(Long.parseLong(parts[1]))),
                        parts[3]))
                : Optional.empty();
    }
}
