package mailserver.mail;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * By when a sender wants its message delivered, and what is to be done when it isn't (RFC 2852 §4).
 *
 * @param deadline the deliver-by time
 * @param traced   the sender wants to hear of each server that hands it on
 */
public record DeliverBy(Instant deadline, Mode mode, boolean traced) {
    /** The parameter has nine digits (RFC 2852 §4). */
    private static final long MOST_SECONDS = 999_999_999;

    private static final String TRACED = "T";

    /** What to do with a message at its deadline (RFC 2852 §4.1.3). */
    public enum Mode {
        /** No more tries: it comes back. */
        RETURN("R"),
        /** It is tried on, and its sender is told. */
        NOTIFY("N");

        private final String keyword;

        Mode(String keyword) {
            this.keyword = keyword;
        }

        public String keyword() {
            return keyword;
        }
    }

    /** Reads what {@link #toString()} wrote. */
    public static Optional<DeliverBy> parse(String text) {
        int space = text.indexOf(' ');
        String how = text.substring(space + 1);
        boolean traced = how.endsWith(TRACED);
        String mode = traced ? how.substring(0, how.length() - 1) : how;
        try {
            Instant deadline = Instant.parse(text.substring(0, Math.max(space, 0)));
            return Arrays.stream(Mode.values())
                    .filter(known -> known.keyword.equals(mode))
                    .findFirst()
                    .map(known -> new DeliverBy(deadline, known, traced));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public boolean isPast(Instant now) {
        return !now.isBefore(deadline);
    }

    /** Whole seconds until the deadline; none or fewer behind it. */
    public long secondsLeft(Instant now) {
        return Math.clamp(Duration.between(now, deadline).getSeconds(), -MOST_SECONDS, MOST_SECONDS);
    }

    /** Whether it comes back at the deadline. */
    public boolean returns() {
        return mode == Mode.RETURN;
    }

    /** The by-mode and by-trace, such as {@code RT} (RFC 2852 §4). */
    public String how() {
        return mode.keyword + (traced ? TRACED : "");
    }

    @Override
    public String toString() {
        return deadline + " " + how();
    }
}
