package mailserver.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailserver.record.RecordedSession.Kind;
import mailserver.record.RecordedSession.Line;
import mailserver.record.RecordedSession.Speaker;
import mailserver.wire.text.Printable;

/** A recorded session as JSON; names in it are a promise. */
public final class SessionJson {
    private static final String FROM_CLIENT = ",\"from\":\"client\",\"text\":";
    private static final String FROM_SERVER = ",\"from\":\"server\",\"text\":";

    private SessionJson() {}

    public static JsonObject of(RecordedSession session) {
        var json = new JsonObject();
        json.addProperty("kind", lower(session.kind()));
        session.queueId().ifPresent(id -> json.addProperty("queue_id", id));
        json.addProperty(end(session.kind()), session.other());
        json.addProperty("began", session.began().toString());
        // Empty for a conversation in the clear.
        json.addProperty("tls", session.tls().orElse(""));
        var lines = new JsonArray(session.lines().size());
        for (Line line : session.lines()) {
            var one = new JsonObject();
            one.addProperty("ms", line.ms());
            one.addProperty("from", lower(line.from()));
            one.addProperty("text", Printable.line(line.text()));
            lines.add(one);
        }
        json.add("lines", lines);
        json.addProperty("outcome", session.outcome());
        return json;
    }

    /** The same as one line of text, without a tree: written for each message of a busy server. */
    static String text(RecordedSession session) {
        var text = new StringBuilder(4096);
        text.append("{\"kind\":\"").append(lower(session.kind())).append('"');
        session.queueId().ifPresent(id -> field(text, "queue_id", id));
        field(text, end(session.kind()), session.other());
        field(text, "began", session.began().toString());
        field(text, "tls", session.tls().orElse(""));
        text.append(",\"lines\":[");
        String separator = "";
        for (Line line : session.lines()) {
            text.append(separator).append("{\"ms\":").append(line.ms());
            text.append(line.from() == Speaker.CLIENT ? FROM_CLIENT : FROM_SERVER);
            quote(text, Printable.line(line.text()));
            text.append('}');
            separator = ",";
        }
        text.append(']');
        field(text, "outcome", session.outcome());
        return text.append('}').toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(",\"").append(name).append("\":");
        quote(text, value);
    }

    /** RFC 8259 §7. */
    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    private static String end(Kind kind) {
        return kind == Kind.ATTEMPT ? "hop" : "client";
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #of} wrote; what can't be read, such as a line that a crash cut off, is left out. */
    static Optional<RecordedSession> parse(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            Kind kind = Kind.valueOf(json.get("kind").getAsString().toUpperCase(Locale.ROOT));
            List<Line> lines = new ArrayList<>();
            json.getAsJsonArray("lines").forEach(element -> {
                JsonObject line = element.getAsJsonObject();
                lines.add(new Line(
                        line.get("ms").getAsLong(),
                        Speaker.valueOf(line.get("from").getAsString().toUpperCase(Locale.ROOT)),
                        line.get("text").getAsString()));
            });
            return Optional.of(new RecordedSession(
                    kind,
                    text(json, "queue_id"),
                    json.get(end(kind)).getAsString(),
                    Instant.parse(json.get("began").getAsString()),
                    text(json, "tls").filter(tls -> !tls.isEmpty()),
                    lines,
                    json.get("outcome").getAsString()));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonObject json, String key) {
        return json.has(key) ? Optional.of(json.get(key).getAsString()) : Optional.empty();
    }
}
