package mailserver.wire.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One event as a line of the log, for people and for programs: {@code key=value} fields in a fixed order, {@code status} last, and behind
 * it what was said, in parentheses, as Postfix writes it. A value with a blank, a quote or a backslash in it stands in quotes, in which
 * a backslash goes before the last two. docs/operations.md lists the events and their fields.
 */
public final class LogLine {
    private static final String STATUS = "status";

    private final StringBuilder text = new StringBuilder();

    private LogLine() {}

    /** An event of one message. */
    public static LogLine of(String id) {
        return new LogLine().with("id", id);
    }

    /**
     * An event of one client, before it is known whether there is a message.
     *
     * @param client its address
     */
    public static LogLine of(String service, String client) {
        return new LogLine().with("service", service).with("client", "[" + client + "]");
    }

    /** An event of one next hop. */
    public static LogLine ofHop(String hop) {
        return new LogLine().with("hop", hop);
    }

    /** An event of the server as a whole. */
    public static String server(String status, String said) {
        return new LogLine().with("service", "server").status(status, said);
    }

    /** What has no fields, but words. */
    public static String message(String words) {
        return new LogLine().with("msg", words).text.toString();
    }

    /** The same about a message. */
    public static String message(String id, String words) {
        return LogLine.of(id).with("msg", words).text.toString();
    }

    public LogLine with(String key, Object value) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
        text.append(key).append('=').append(written(Printable.word(value.toString())));
        return this;
    }

    /** Leaves the field out where there is none. */
    public LogLine with(String key, Optional<?> value) {
        return value.isPresent() ? with(key, value.get()) : this;
    }

    /** Ends the line. */
    public String status(String status) {
        return with(STATUS, status).text.toString();
    }

    /**
     * The same with the words of whoever decided.
     *
     * @param said a reply, or a reason
     */
    public String status(String status, String said) {
        return status(status) + " (" + Printable.word(said) + ")";
    }

    private static String written(String value) {
        return !value.isEmpty() && bareEnd(value, 0) == value.length()
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * Reads a line back.
     *
     * @return its fields in their order, and what stands in parentheses as {@code said}; empty for what is no such line
     */
    public static Optional<Map<String, String>> parse(String line) {
        var fields = new LinkedHashMap<String, String>();
        int at = 0;
        while (at < line.length() && !fields.containsKey(STATUS)) {
            int equals = keyEnd(line, at);
            int end = equals < 0 ? -1 : valueEnd(line, equals + 1);
            if (end < 0 || end < line.length() && line.charAt(end) != ' ') {
                return Optional.empty();
            }
            fields.put(line.substring(at, equals), read(line.substring(equals + 1, end)));
            at = Math.min(end + 1, line.length());
        }
        String rest = line.substring(at);
        boolean said = rest.startsWith("(") && rest.endsWith(")") && fields.containsKey(STATUS);
        if (said) {
            fields.put("said", rest.substring(1, rest.length() - 1));
        }
        return said || rest.isEmpty() && !fields.isEmpty() ? Optional.of(fields) : Optional.empty();
    }

    // By hand: every line that is logged is read so.

    /** Where the equals sign behind a key stands; -1 when no key begins there. */
    private static int keyEnd(String line, int from) {
        int at = from;
        while (at < line.length() && isOfKey(line.charAt(at), at == from)) {
            at++;
        }
        return at > from && at < line.length() && line.charAt(at) == '=' ? at : -1;
    }

    private static boolean isOfKey(char c, boolean first) {
        return c >= 'a' && c <= 'z' || !first && (c >= '0' && c <= '9' || c == '-');
    }

    /** The end of a value, quoted or not; -1 when none begins there. */
    private static int valueEnd(String line, int from) {
        if (from == line.length() || line.charAt(from) != '"') {
            int end = bareEnd(line, from);
            return end > from ? end : -1;
        }
        for (int at = from + 1; at < line.length(); at++) {
            switch (line.charAt(at)) {
                case '"' -> {
                    return at + 1;
                }
                case '\\' -> at++;
                default -> {}
            }
        }
        return -1;
    }

    /** Where what needs no quotes ends. */
    private static int bareEnd(String text, int from) {
        int at = from;
        while (at < text.length() && !isSpecial(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpecial(char c) {
        return c == '"' || c == '\\' || c == ' ' || c >= '\t' && c <= '\r';
    }

    private static String read(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }
}
