package mailserver.transfer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line that begins a message in an mbox, {@code From sender date}. Text that begins with the word is told from it by the date: not
 * every program quotes it.
 */
record FromLine(Optional<Instant> date) {
    private static final String FROM = "From ";
    private static final Pattern LINE = Pattern.compile(
            "From (?:.* )??([A-Z][a-z]{2},? [A-Z][a-z]{2} +\\d{1,2} \\d{1,2}:\\d{2}.*?)(?: remote from .*)?\\s*");

    /** Empty for any other line. */
    static Optional<FromLine> of(LineReader.Piece line) {
        if (!line.startsWith(FROM)) {
            return Optional.empty();
        }
        Matcher from = LINE.matcher(new String(line.octets(), StandardCharsets.ISO_8859_1));
        return from.matches() ? Optional.of(new FromLine(MailDate.ofFromLine(from.group(1)))) : Optional.empty();
    }

    /** Whether it is one, or one that a writer has quoted with some {@code >} (mboxrd). */
    static boolean isQuoted(LineReader.Piece line) {
        int i = 0;
        while (line.begins() && i < line.octets().length && line.octets()[i] == '>') {
            i++;
        }
        return i > 0
                && new String(
                                line.octets(),
                                i,
                                Math.min(FROM.length(), line.octets().length - i),
                                StandardCharsets.ISO_8859_1)
                        .equals(FROM);
    }
}
