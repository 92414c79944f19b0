package mailserver.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Until when a sender wants its message held back (RFC 4865).
 *
 * @param at      when it is to go
 * @param request what the sender wrote, as reports repeat it: {@code for;3600} or {@code until;2026-03-01T10:15:30Z} (§5.1.2)
 */
public record FutureRelease(Instant at, String request) {
    private static final Pattern REQUEST = Pattern.compile("for;[1-9][0-9]{0,8}|until;[0-9TtZz:.-]{20,40}");

    public FutureRelease {
        if (!REQUEST.matcher(request).matches()) {
            throw new IllegalArgumentException("no request for a future release");
        }
    }

    /** Reads what {@link #toString()} wrote. */
    public static Optional<FutureRelease> parse(String text) {
        int space = text.indexOf(' ');
        if (space < 0 || !REQUEST.matcher(text.substring(space + 1)).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FutureRelease(Instant.parse(text.substring(0, space)), text.substring(space + 1)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    FutureRelease by(Instant latest) {
        return at.isAfter(latest) ? new FutureRelease(latest, request) : this;
    }

    @Override
    public String toString() {
        return at + " " + request;
    }
}
