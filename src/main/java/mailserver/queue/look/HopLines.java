package mailserver.queue.look;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mailserver.queue.delivery.NextHopStatus;
import mailserver.queue.runner.QueueRunner;

/** How it stands with the hops, as lines on the control socket: an object of JSON each. */
public final class HopLines {
    private final Gson gson = new Gson();

    public List<String> of(QueueRunner queue) {
        var lines = new ArrayList<String>();
        queue.hops().forEach(hop -> lines.add(gson.toJson(json(hop))));
        return lines;
    }

    /** One of them. */
    public JsonObject json(NextHopStatus hop) {
        var json = new JsonObject();
        json.addProperty("hop", hop.hop());
        json.add("domains", gson.toJsonTree(hop.domains()));
        json.addProperty("waiting", hop.waiting());
        json.addProperty("active", hop.active());
        hop.trouble().ifPresent(down -> {
            json.addProperty("since", down.since().toString());
            json.addProperty("nextTry", down.nextTry().toString());
            json.addProperty("why", down.why());
        });
        return json;
    }

    /** Reads what {@link #of} wrote; a line of another version that can't be read is left out. */
    public List<NextHopStatus> read(List<String> lines) {
        return lines.stream().map(this::read).flatMap(Optional::stream).toList();
    }

    private Optional<NextHopStatus> read(String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            Set<String> domains = new TreeSet<>();
            json.getAsJsonArray("domains").forEach(domain -> domains.add(domain.getAsString()));
            Optional<NextHopStatus.Down> down = json.has("why")
                    ? Optional.of(new NextHopStatus.Down(
                            Instant.parse(json.get("since").getAsString()),
                            Instant.parse(json.get("nextTry").getAsString()),
                            json.get("why").getAsString()))
                    : Optional.empty();
            return Optional.of(new NextHopStatus(
                    json.get("hop").getAsString(),
                    domains,
                    json.get("waiting").getAsInt(),
                    json.get("active").getAsInt(),
                    down));
        } catch (JsonParseException | IllegalStateException | NullPointerException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }
}
