package mailserver.wire.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One event as a line of the log, for people and for programs: {@code key=value} fields in a fixed order, {@code status} last, and behind
 * it what was said, in parentheses, as Postfix writes it. A value with a blank, a quote or a backslash in it stands in quotes, in which
 * a backslash goes before the last two. docs/operations.md lists the events and their fields.
 */
public final class LogLine {
    private static final Pattern SIMPLE = Pattern.compile("[^\\s\"\\\\]+");
    private static final Pattern FIELD =
            Pattern.compile("([a-z][a-z0-9-]*)=(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"\\\\]+)(?: |$)");
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
        return SIMPLE.matcher(value).matches()
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
        Matcher field = FIELD.matcher(line);
        int end = 0;
        while (end < line.length() && !fields.containsKey(STATUS)) {
            if (!field.find(end) || field.start() != end) {
                return Optional.empty();
            }
            fields.put(field.group(1), read(field.group(2)));
            end = field.end();
        }
        String rest = line.substring(end);
        boolean said = rest.startsWith("(") && rest.endsWith(")") && fields.containsKey(STATUS);
        if (said) {
            fields.put("said", rest.substring(1, rest.length() - 1));
        }
        return said || rest.isEmpty() && !fields.isEmpty() ? Optional.of(fields) : Optional.empty();
    }

    private static String read(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }
}
