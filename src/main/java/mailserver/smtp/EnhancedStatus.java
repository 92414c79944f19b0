package mailserver.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The subject and detail of an enhanced status code (RFC 3463). The class, its first number, is not held here: it comes
 * from the reply code, so the two can't disagree (RFC 2034 §4).
 */
public record EnhancedStatus(int subject, int detail) {
    private static final Pattern IN_TEXT = Pattern.compile("[245]\\.(\\d{1,3})\\.(\\d{1,3})(?: |$)");

    /** Reads the code at the start of a reply's text. */
    static Optional<EnhancedStatus> atStartOf(String text) {
        Matcher matcher = IN_TEXT.matcher(text);
        return matcher.lookingAt()
                ? Optional.of(
                        new EnhancedStatus(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return subject + "." + detail;
    }
}
