package mailserver.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;

/** The queue for programs. Names in it are a promise; what a message doesn't have is absent. */
final class QueueJson {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private QueueJson() {}

    static String of(List<QueueEntry> entries) {
        var array = new JsonArray();
        entries.forEach(entry -> array.add(json(entry)));
        return GSON.toJson(array);
    }

    static String of(QueueEntry entry) {
        return GSON.toJson(json(entry));
    }

    private static JsonElement json(QueueEntry entry) {
        var json = new JsonObject();
        json.addProperty("id", entry.id());
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

    private static JsonElement json(RecipientState recipient) {
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
        return json;
    }
}
