package mailserver.hook;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One target that is to hear of one delivery.
 *
 * @param name    the delivered file's, up to the colon
 * @param target  who is to hear
 * @param payload what, as JSON
 * @param since   when it was noted
 * @param tries   how often it was tried
 * @param next    when it is tried next
 * @param why     what came of the last try
 */
record HookNote(String name, Kind target, JsonObject payload, Instant since, int tries, Instant next, String why) {
    enum Kind {
        COMMAND,
        URL
    }

    /** After a try that failed. */
    HookNote failed(Instant again, String reason) {
        return new HookNote(name, target, payload, since, tries + 1, again, reason);
    }

    String fileName() {
        // A name that another program made may be as long as a name can be.
        String harmless = name.length() <= 200 ? name : name.substring(0, 200);
        return harmless + (target == Kind.COMMAND ? ".command" : ".url") + ".json";
    }

    String text() {
        var json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("target", target.name());
        json.add("payload", payload);
        json.addProperty("since", since.toString());
        json.addProperty("tries", tries);
        json.addProperty("next", next.toString());
        json.addProperty("why", why);
        return json + "\n";
    }

    /** Empty for what is no note. */
    static Optional<HookNote> parse(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            return Optional.of(new HookNote(
                    json.get("name").getAsString(),
                    Kind.valueOf(json.get("target").getAsString()),
                    json.getAsJsonObject("payload"),
                    Instant.parse(json.get("since").getAsString()),
                    json.get("tries").getAsInt(),
                    Instant.parse(json.get("next").getAsString()),
                    json.get("why").getAsString()));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException
                | DateTimeException e) {
            return Optional.empty();
        }
    }
}
