package mailserver.config.file;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads spans of time such as {@code 5m}, {@code 500ms} or {@code 1h30m}. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]{1,15})\\s*(ms|s|m|h|d)\\s*");

    // Longer than anything a mail server waits for, and short enough to add to any date without overflow.
    private static final Duration LONGEST = Duration.ofDays(3650);

    private Durations() {}

    /** The span; empty when a unit is missing or unknown, or when it exceeds ten years. */
    public static Optional<Duration> parse(String text) {
        Matcher part = PART.matcher(text.strip());
        Duration total = Duration.ZERO;
        int end = 0;
        while (part.lookingAt()) {
            total = total.plus(span(Long.parseLong(part.group(1)), part.group(2)));
            end = part.end();
            part.region(end, text.strip().length());
        }
        boolean whole = end > 0 && end == text.strip().length();
        return Optional.of(total).filter(span -> whole && span.compareTo(LONGEST) <= 0);
    }

    private static Duration span(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(Math.min(count, Integer.MAX_VALUE));
            case "h" -> Duration.ofHours(Math.min(count, Integer.MAX_VALUE));
            case "d" -> Duration.ofDays(Math.min(count, Integer.MAX_VALUE));
            default -> throw new IllegalStateException("the pattern lets no other unit pass: " + unit);
        };
    }
}
