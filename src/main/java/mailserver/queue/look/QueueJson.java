package mailserver.queue.look;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.delivery.NextHopStatus;

/** The queue for programs. Names in it are a promise; what a message doesn't have is absent. */
public final class QueueJson {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final QueueView view;

    public QueueJson(QueueView view) {
        this.view = view;
    }

    /** An array of them all, written as they come. */
    public final class Stream {
        private final JsonWriter writer;

        public Stream(Writer out) throws IOException {
            writer = new JsonWriter(out);
            writer.setIndent("  ");
            writer.beginArray();
        }

        public void add(List<QueueListing.Item> items) {
            items.forEach(item -> GSON.toJson(json(item), writer));
        }

        public void end() throws IOException {
            writer.endArray();
            writer.flush();
        }
    }

    public String of(QueueListing.Item item) {
        return GSON.toJson(json(item));
    }

    private JsonElement json(QueueListing.Item item) {
        QueueEntry entry = item.entry();
        var json = new JsonObject();
        json.addProperty("id", entry.id());
        item.node().ifPresent(node -> json.addProperty("node", node));
        json.addProperty("age", Duration.between(entry.arrived(), view.now()).toSeconds());
        json.addProperty("size", item.octets());
        json.addProperty("arrived", entry.arrived().toString());
        // Empty for a report, whose path is null.
        json.addProperty(
                "sender", entry.sender().address().map(Object::toString).orElse(""));
        json.addProperty("smtputf8", entry.parameters().utf8());
        entry.parameters().returned().ifPresent(returned -> json.addProperty("ret", returned.name()));
        entry.parameters().envelopeId().ifPresent(envelopeId -> json.addProperty("envid", envelopeId.encoded()));
        json.addProperty("requiretls", entry.parameters().requireTls());
        json.addProperty("priority", entry.priority());
        entry.release().ifPresent(release -> json.addProperty("release", release.toString()));
        entry.deliverBy().ifPresent(by -> {
            json.addProperty("deliverBy", by.deadline().toString());
            json.addProperty("deliverByMode", by.how());
        });
        json.addProperty("held", entry.held());
        if (!entry.client().isEmpty()) {
            json.addProperty("client", entry.client());
        }
        var recipients = new JsonArray();
        entry.recipients().forEach(recipient -> recipients.add(json(recipient)));
        json.add("recipients", recipients);
        return json;
    }

    private JsonElement json(RecipientState recipient) {
        var json = new JsonObject();
        json.addProperty("address", recipient.address().toString());
        recipient.recipient().notices().keywords().ifPresent(keywords -> json.addProperty("notify", keywords));
        recipient.recipient().original().ifPresent(original -> json.addProperty("orcpt", original.toString()));
        json.addProperty("status", recipient.status().name().toLowerCase(Locale.ROOT));
        json.addProperty("tries", recipient.tries());
        if (recipient.isOpen()) {
            json.addProperty("nextTry", recipient.nextTry().toString());
        }
        recipient.lastTry().ifPresent(time -> json.addProperty("lastTry", time.toString()));
        recipient.lastHop().ifPresent(hop -> json.addProperty("lastHop", hop.toString()));
        recipient.lastReply().ifPresent(reply -> json.addProperty("lastReply", String.join("\n", reply.wireLines())));
        if (!recipient.lastError().isEmpty()) {
            json.addProperty("lastError", recipient.lastError());
        }
        json.addProperty("paused", view.isPaused(recipient));
        view.down(recipient).ifPresent(hop -> json.add("down", down(hop)));
        return json;
    }

    private static JsonElement down(NextHopStatus hop) {
        var json = new JsonObject();
        json.addProperty("hop", hop.hop());
        hop.trouble().ifPresent(down -> {
            json.addProperty("since", down.since().toString());
            json.addProperty("nextTry", down.nextTry().toString());
            json.addProperty("why", down.why());
        });
        return json;
    }
}
