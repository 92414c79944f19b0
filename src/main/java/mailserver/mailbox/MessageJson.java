package mailserver.mailbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages as JSON; names in it are a promise. */
public final class MessageJson {
    /** What a Received line says behind it is the id in the queue of the server that wrote it. */
    private static final Pattern QUEUE_ID = Pattern.compile("\\sid\\s+([0-9A-Za-z]+)\\b");

    private MessageJson() {}

    public static JsonObject of(MessageSummary message) {
        var json = new JsonObject();
        json.addProperty("id", message.id());
        json.addProperty("file", message.file().toString());
        json.addProperty("from", message.from());
        json.add("to", texts(message.to()));
        json.addProperty("subject", message.subject());
        json.addProperty(
                "date",
                message.date()
                        .orElse(message.received())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        json.addProperty(
                "received", message.received().truncatedTo(ChronoUnit.MILLIS).toString());
        json.addProperty("size", message.size());
        json.addProperty("seen", message.seen());
        json.addProperty("flagged", message.flags().contains("F"));
        json.addProperty("answered", message.flags().contains("R"));
        json.addProperty("attachments", Math.max(0, message.attachments()));
        return json;
    }

    /** With all that was found in it; its attachments are a list then. */
    public static JsonObject of(ParsedMessage message) {
        JsonObject json = of(message.summary());
        var headers = new JsonArray();
        for (HeaderLine line : message.headers()) {
            var header = new JsonObject();
            header.addProperty("name", line.name());
            header.addProperty("value", line.value());
            headers.add(header);
        }
        json.add("headers", headers);
        json.addProperty("text", message.text());
        json.addProperty("html", message.html());
        json.add("links", texts(message.links()));
        json.add("codes", texts(message.codes()));
        json.add("notes", texts(message.notes()));
        var attachments = new JsonArray();
        message.attachments().forEach(attachment -> {
            var one = new JsonObject();
            one.addProperty("index", attachment.index());
            one.addProperty("name", attachment.name());
            one.addProperty("type", attachment.type());
            one.addProperty("size", attachment.size());
            attachments.add(one);
        });
        json.add("attachments", attachments);
        queueId(message.headers()).ifPresent(id -> json.addProperty("queue_id", id));
        return json;
    }

    /** What came instead of what was waited for. */
    public static JsonArray others(List<AwaitedMessages.Other> others) {
        var array = new JsonArray(others.size());
        for (AwaitedMessages.Other other : others) {
            JsonObject one = of(other.message());
            one.addProperty("mismatch", other.mismatch());
            array.add(one);
        }
        return array;
    }

    /** The topmost Received line is this server's own. */
    public static Optional<String> queueId(List<HeaderLine> headers) {
        return headers.stream()
                .filter(line -> line.name().equalsIgnoreCase("Received"))
                .findFirst()
                .map(line -> QUEUE_ID.matcher(line.value()))
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    private static JsonArray texts(List<String> texts) {
        var array = new JsonArray(texts.size());
        texts.forEach(array::add);
        return array;
    }
}
