package mailserver.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A response in base64 that its client broke into lines, against RFC 4954 §4. The encoders of many devices were made for mail and
 * put a CRLF behind each 76 characters (RFC 2045 §6.8), or 64 (RFC 1421 §4.3.2.4), and often one more at the end.
 *
 * <p>There is no mark of it in the first line. But a client has to wait for the answer to a response: what comes without is the rest
 * of it.
 *
 * @param isCommand whether a line is a command, from a client that doesn't wait
 */
public record FoldedBase64(Connection connection, Predicate<String> isCommand, Transcript transcript) {
    /** What encoders fold at. */
    private static final Set<Integer> WIDTHS = Set.of(60, 64, 72, 76);
    /** Between two packets of one write. A client that means its 76 characters pays with it. */
    private static final Duration MOMENT = Duration.ofMillis(250);

    /**
     * Reads what is left.
     *
     * @param first    the line, or the end of the line, in which the response begins
     * @param complete no other response is to follow, so that one that is here already belongs to this one
     * @param most     how long the whole may be
     * @return the response in one piece
     */
    public String unfolded(String first, boolean complete, int most) throws IOException {
        var whole = new StringBuilder(first);
        String last = first;
        while (whole.length() <= most) {
            Optional<String> next = next(last, complete);
            if (next.isEmpty()) {
                break;
            }
            connection.readLine(most);
            transcript.received("****");
            last = next.get();
            whole.append(last);
        }
        return whole.toString();
    }

    /** The line that belongs to the same response as the last one; behind an empty one none does. */
    private Optional<String> next(String last, boolean complete) throws IOException {
        boolean full = WIDTHS.contains(last.length()) && !last.endsWith("=");
        if (last.isEmpty() || !connection.hasInput() && !full) {
            return Optional.empty();
        }
        return connection
                .peekLine(MOMENT)
                .filter(line -> line.isEmpty() || (full || complete) && continues(last, line));
    }

    private boolean continues(String last, String line) {
        return last.matches("[A-Za-z0-9+/]+") && line.matches("[A-Za-z0-9+/]+={0,2}") && !isCommand.test(line);
    }
}
