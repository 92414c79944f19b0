package mailserver.web.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.mail.MessageIds;
import mailserver.queue.look.QueueJson;
import mailserver.queue.look.QueueListing;
import mailserver.queue.look.QueueView;
import mailserver.record.EventHub;
import mailserver.record.EventJson;
import mailserver.record.MailRecord;
import mailserver.record.RecordedSession;
import mailserver.record.SessionJson;
import mailserver.record.TranscriptStore;
import mailserver.server.MailServer;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.web.http.Problem;

/**
 * The way of a message: each server that it came by, with what was said and what happened there. Servers of one class-room run in one
 * process and know of each other; a message is followed from one to the next by what the next one said when it took it.
 */
public final class JourneyRoutes {
    /** What most servers say, ours among them, with the id that the message has there. */
    private static final Pattern NEXT = Pattern.compile("(?:queued as|id=)\\s*([0-9A-Za-z]{6,32})");

    private static final int MOST_STATIONS = 50;
    private static final int MOST_WAITING = 4096;
    private static final long HEARTBEAT_SECONDS = 15;

    private final Authentication authentication;
    private final Supplier<List<MailServer>> servers;
    private volatile boolean stopping;

    /** @param servers all that run here, this one among them */
    public JourneyRoutes(Authentication authentication, Supplier<List<MailServer>> servers) {
        this.authentication = authentication;
        this.servers = servers;
    }

    /** Ends all streams. */
    public void stop() {
        stopping = true;
    }

    /** The servers of this class-room, or the one that there is. */
    public void lab(ServerRequest request, ServerResponse response) {
        authentication.caller(request).mayRule();
        var array = new JsonArray();
        servers.get().forEach(server -> {
            var one = new JsonObject();
            one.addProperty("server", server.configuration().hostname());
            var domains = new JsonArray();
            server.configuration().domains().forEach(domains::add);
            one.add("domains", domains);
            one.addProperty("queue", server.queue().size());
            array.add(one);
        });
        Answer.json(response, array);
    }

    public void journey(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        String id = request.path().pathParameters().get("queue_id");
        var stations = new JsonArray();
        Deque<String> next = new ArrayDeque<>(List.of(id));
        Set<String> known = new HashSet<>();
        while (!next.isEmpty() && stations.size() < MOST_STATIONS) {
            String one = next.pop();
            if (MessageIds.isId(one) && known.add(one)) {
                for (MailServer server : servers.get()) {
                    station(server, one).ifPresent(station -> {
                        stations.add(station);
                        next.addAll(followers(station));
                    });
                }
            }
        }
        if (stations.isEmpty()) {
            throw Problem.notFound("nothing is known of " + id + " (any more)");
        }
        var json = new JsonObject();
        json.add("stations", stations);
        Answer.json(response, json);
    }

    private static Optional<JsonObject> station(MailServer server, String id) throws IOException {
        List<RecordedSession> sessions =
                TranscriptStore.find(MailRecord.transcriptsIn(server.files().log()), id);
        List<JsonObject> events = server.record().events().find(id);
        Optional<QueueListing.Item> item = new QueueListing(server.files()).find(id);
        if (sessions.isEmpty() && events.isEmpty() && item.isEmpty()) {
            return Optional.empty();
        }
        var json = new JsonObject();
        json.addProperty("server", server.configuration().hostname());
        json.addProperty("queue_id", id);
        var said = new JsonArray();
        sessions.forEach(session -> said.add(SessionJson.of(session)));
        json.add("sessions", said);
        var happened = new JsonArray();
        events.forEach(happened::add);
        json.add("events", happened);
        var view = new QueueView(true, server.queue().hops(), server.queue().paused(), Instant.now());
        item.ifPresent(queued -> json.add("queued", JsonParser.parseString(new QueueJson(view).of(queued))));
        return Optional.of(json);
    }

    private static List<String> followers(JsonObject station) {
        List<String> ids = new ArrayList<>();
        station.getAsJsonArray("events").forEach(event -> {
            JsonObject one = event.getAsJsonObject();
            if (one.get("event").getAsString().equals("relayed")) {
                Matcher found = NEXT.matcher(one.get("reply").getAsString());
                if (found.find()) {
                    ids.add(found.group(1));
                }
            }
        });
        return ids;
    }

    /** The events of all these servers in one stream, each with its server's name. */
    public void stream(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        BlockingQueue<JsonObject> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        List<EventHub.Subscription> subscriptions = new ArrayList<>();
        for (MailServer server : servers.get()) {
            String name = server.configuration().hostname();
            subscriptions.add(server.record().events().subscribe(event -> {
                if (waiting.remainingCapacity() > 0) {
                    JsonObject json = EventJson.of(event);
                    json.addProperty("server", name);
                    // Who is this far behind misses some; it is a picture, and no record.
                    waiting.offer(json);
                }
            }));
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (OutputStream out = response.outputStream()) {
            write(out, "retry: 1000\n\n");
            long silent = 0;
            while (!stopping) {
                JsonObject event = waiting.poll(1, TimeUnit.SECONDS);
                if (event != null) {
                    silent = 0;
                    write(out, "event: mail\ndata: " + Answer.text(event) + "\n\n");
                } else if (++silent >= HEARTBEAT_SECONDS) {
                    silent = 0;
                    write(out, ":\n\n");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            subscriptions.forEach(EventHub.Subscription::close);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
