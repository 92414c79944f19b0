package mailserver.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server says to a {@link ControlRequest}: {@code ok} or {@code error TEXT}, then more lines.
 *
 * @param error why the request failed; empty when it didn't
 * @param lines for the person who asked: what was done, or each fault
 */
public record ControlAnswer(Optional<String> error, List<String> lines) {
    private static final String OK = "ok";
    private static final String ERROR = "error ";

    public ControlAnswer {
        error = error.map(ControlAnswer::oneLine);
        lines = lines.stream().map(ControlAnswer::oneLine).toList();
    }

    public static ControlAnswer ok(String... lines) {
        return ok(List.of(lines));
    }

    public static ControlAnswer ok(List<String> lines) {
        return new ControlAnswer(Optional.empty(), lines);
    }

    public static ControlAnswer error(String text) {
        return error(text, List.of());
    }

    public static ControlAnswer error(String text, List<String> lines) {
        return new ControlAnswer(Optional.of(text), lines);
    }

    /** As it goes over the socket. */
    String text() {
        var all = new ArrayList<String>();
        all.add(error.map(text -> ERROR + text).orElse(OK));
        all.addAll(lines);
        return String.join("\n", all) + "\n";
    }

    /** Reads what {@link #text()} wrote; empty when the server went away before it said anything. */
    static Optional<ControlAnswer> parse(List<String> received) {
        if (received.isEmpty()) {
            return Optional.empty();
        }
        List<String> rest = received.subList(1, received.size());
        String first = received.getFirst();
        if (first.equals(OK)) {
            return Optional.of(ok(rest));
        }
        return first.startsWith(ERROR) ? Optional.of(error(first.substring(ERROR.length()), rest)) : Optional.empty();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
