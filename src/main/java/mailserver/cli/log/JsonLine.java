package mailserver.cli.log;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tinylog.core.LogEntry;

/**
 * An entry of the log as one JSON object on one line. The names in it are a promise, and what an entry doesn't have is absent.
 *
 * @param message what stands behind time and level in a log of text
 * @param thread virtual threads have no name, unless somebody gave them one
 * @param exception with where it came from, over several lines
 */
public record JsonLine(
        Instant time, String level, String message, Optional<String> thread, Optional<String> exception) {
    private static final String TIME = "time";
    private static final String LEVEL = "level";
    private static final String MESSAGE = "message";
    private static final String THREAD = "thread";
    private static final String EXCEPTION = "exception";

    // Always with three digits, so that lines sort as text.
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneId.of("Z"));
    private static final DateTimeFormatter AS_IN_TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    static JsonLine of(LogEntry entry) {
        Optional<Throwable> exception = Optional.ofNullable(entry.getException());
        return new JsonLine(
                entry.getTimestamp().toInstant().truncatedTo(ChronoUnit.MILLIS),
                entry.getLevel().name().toLowerCase(Locale.ROOT),
                Optional.ofNullable(entry.getMessage())
                        .or(() -> exception.map(Throwable::toString))
                        .orElse(""),
                Optional.ofNullable(entry.getThread()).map(Thread::getName).filter(name -> !name.isEmpty()),
                exception.map(JsonLine::trace));
    }

    private static String trace(Throwable exception) {
        var trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace, true));
        return trace.toString().stripTrailing();
    }

    /** Empty for what is no such line, as the last one is when the disk was full. */
    public static Optional<JsonLine> parse(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            Optional<String> time = text(json, TIME);
            Optional<String> level = text(json, LEVEL);
            return time.isEmpty() || level.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new JsonLine(
                            Instant.parse(time.get()),
                            level.get(),
                            text(json, MESSAGE).orElse(""),
                            text(json, THREAD),
                            text(json, EXCEPTION)));
        } catch (JsonParseException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString);
    }

    /** The lines that a log of text would have in its place. */
    public List<String> inText() {
        var lines = new ArrayList<String>();
        lines.add(AS_IN_TEXT.format(time) + " " + "%-5s".formatted(level.toUpperCase(Locale.ROOT)) + " " + message);
        exception.ifPresent(trace -> lines.addAll(trace.lines().toList()));
        return lines;
    }

    @Override
    public String toString() {
        var json = new JsonObject();
        json.addProperty(TIME, RFC_3339.format(time));
        json.addProperty(LEVEL, level);
        json.addProperty(MESSAGE, message);
        thread.ifPresent(name -> json.addProperty(THREAD, name));
        exception.ifPresent(trace -> json.addProperty(EXCEPTION, trace));
        return json.toString();
    }
}
