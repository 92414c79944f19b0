package mailserver.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server answers to one command (RFC 5321 §4.2), sent or received.
 *
 * @param lines  the text of each line without code and enhanced status; at least one, perhaps empty
 * @param quoted the lines as a peer sent them, where this server would have written them otherwise, and to be shown like that
 *     (RFC 3461 §9.2: "an exact transcription"); empty for all other replies
 */
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines, List<String> quoted) {

    public Reply {
        lines = lines.isEmpty() ? List.of("") : List.copyOf(lines);
        quoted = List.copyOf(quoted);
    }

    /** A reply without an enhanced status: greetings, EHLO, 354 and 221 of old have none (RFC 2034 §4). */
    public static Reply plain(int code, String... lines) {
        return new Reply(code, Optional.empty(), List.of(lines), List.of());
    }

    /** For example {@code of(550, 1, 1, "no such user")} is {@code 550 5.1.1 no such user}. */
    public static Reply of(int code, int subject, int detail, String... lines) {
        return new Reply(code, Optional.of(new EnhancedStatus(subject, detail)), List.of(lines), List.of());
    }

    /**
     * Reads the lines of a reply as they came, line ends cut off. A peer may leave the text away, need not repeat the enhanced
     * status on each line, and may give it another class than the code has; then the code is right (RFC 2034 §4).
     *
     * @return empty when this is no reply at all
     */
    public static Optional<Reply> parse(List<String> received) {
        if (received.isEmpty() || !received.stream().allMatch(Reply::isLine)) {
            return Optional.empty();
        }
        int code = Integer.parseInt(received.getLast().substring(0, 3));
        var texts = new ArrayList<String>();
        Optional<EnhancedStatus> status = Optional.empty();
        for (String line : received) {
            String text = line.length() > 4 ? line.substring(4) : "";
            // RFC 3463 §2 has no class for a 3xx: behind one, what looks like a status is text.
            Optional<EnhancedStatus> here = code / 100 == 3 ? Optional.empty() : EnhancedStatus.atStartOf(text);
            if (here.isPresent()) {
                status = here;
                int end = text.indexOf(' ');
                text = end < 0 ? "" : text.substring(end + 1);
            }
            texts.add(text);
        }
        var reply = new Reply(code, status, texts, List.of());
        boolean asWeWrite = trimmed(reply.wireLines()).equals(trimmed(received));
        return Optional.of(asWeWrite ? reply : new Reply(code, status, texts, received));
    }

    /** RFC 5321 §4.2: three digits, the first from 2 to 5, and behind them nothing, a blank or a hyphen. */
    private static boolean isLine(String line) {
        return line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && isDigit(line.charAt(1))
                && isDigit(line.charAt(2))
                && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static List<String> trimmed(List<String> lines) {
        return lines.stream().map(String::stripTrailing).toList();
    }

    /** True when more lines of the same reply follow this one. */
    public static boolean continues(String line) {
        return line.length() > 3 && line.charAt(3) == '-';
    }

    /** 2xx: it is done. */
    public boolean isSuccess() {
        return code / 100 == 2;
    }

    public boolean isPositive() {
        return code < 400;
    }

    /** 4xx: trying again later may help. */
    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    /** 5xx: trying again will not help. */
    public boolean isPermanent() {
        return code >= 500;
    }

    /** The client broke the rules of the language: 50z (RFC 5321 §4.2.1), or a parameter that isn't known. */
    public boolean isMistake() {
        return code / 10 == 50 || code == 555;
    }

    public boolean isAscii() {
        return lines.stream().allMatch(line -> line.chars().allMatch(c -> c < 0x80));
    }

    /** Class, subject and detail, such as {@code 5.1.1}; {@code 5.0.0} where the reply has none. */
    public String fullStatus() {
        return code / 100 + "." + status.map(EnhancedStatus::toString).orElse("0.0");
    }

    /** The lines as they go over the wire, or came from there, without line ends. */
    public List<String> wireLines() {
        if (!quoted.isEmpty()) {
            return quoted;
        }
        String middle = status.map(s -> code / 100 + "." + s + " ").orElse("");
        var result = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            result.add(code + (i < lines.size() - 1 ? "-" : " ") + middle + lines.get(i));
        }
        return result;
    }

    /** On one line, for logs and reports (RFC 3461 §9.2). */
    @Override
    public String toString() {
        return String.join(" ", wireLines());
    }
}
