package mailserver.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.mail.ReversePath;
import mailserver.wire.text.Printable;

/** An event as JSON; names in it are a promise, and what an event doesn't have is absent. */
public final class EventJson {
    private EventJson() {}

    public static JsonObject of(RecordedEvent recorded) {
        MailEvent event = recorded.event();
        var json = new JsonObject();
        json.addProperty("seq", recorded.number());
        json.addProperty("event", event.kind());
        json.addProperty("time", recorded.time().truncatedTo(ChronoUnit.MILLIS).toString());
        event.queueId().ifPresent(id -> json.addProperty("queue_id", id));
        switch (event) {
            case MailEvent.Received received -> {
                sender(json, received.sender());
                json.add("to", addresses(received.recipients()));
                json.addProperty("origin", Printable.word(received.origin()));
                json.addProperty("size", received.size());
            }
            case MailEvent.Delivered delivered -> {
                sender(json, delivered.sender());
                json.add("to", addresses(List.of(delivered.mailbox())));
                json.addProperty("mailbox", delivered.mailbox().toString());
                json.addProperty("file", delivered.file().toString());
                json.addProperty("id", delivered.uid());
                json.addProperty("size", delivered.size());
            }
            case MailEvent.Relayed relayed -> {
                way(json, relayed.sender(), relayed.recipient(), relayed.hop());
                json.addProperty("reply", Printable.word(relayed.reply()));
            }
            case MailEvent.Deferred deferred -> {
                way(json, deferred.sender(), deferred.recipient(), deferred.hop());
                json.addProperty("reason", Printable.word(deferred.reason()));
                json.addProperty(
                        "next", deferred.next().truncatedTo(ChronoUnit.MILLIS).toString());
            }
            case MailEvent.Bounced bounced -> {
                way(json, bounced.sender(), bounced.recipient(), bounced.hop());
                json.addProperty("reason", Printable.word(bounced.reason()));
            }
            case MailEvent.Expired expired -> way(json, expired.sender(), expired.recipient(), "");
            case MailEvent.Refused refused -> {
                json.addProperty("client", refused.client());
                json.addProperty("reply", Printable.word(refused.reply()));
            }
            case MailEvent.Removed removed -> sender(json, removed.sender());
        }
        return json;
    }

    private static void way(JsonObject json, ReversePath sender, Address recipient, String hop) {
        sender(json, sender);
        json.add("to", addresses(List.of(recipient)));
        if (!hop.isEmpty()) {
            json.addProperty("hop", hop);
        }
    }

    /** Empty for a report, whose path is null. */
    private static void sender(JsonObject json, ReversePath sender) {
        json.addProperty("from", sender.address().map(Address::toString).orElse(""));
    }

    private static JsonArray addresses(List<Address> addresses) {
        var array = new JsonArray(addresses.size());
        addresses.forEach(address -> array.add(address.toString()));
        return array;
    }
}
