package mailserver.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import mailserver.config.file.NameSyntax;
import mailserver.mail.MessageIds;
import mailserver.queue.QueueOrder;
import mailserver.queue.Selection;
import mailserver.queue.look.HopLines;
import mailserver.queue.look.QueueJson;
import mailserver.queue.look.QueueListing;
import mailserver.queue.look.QueueView;
import mailserver.server.MailServer;

/** The queue and its next hops, for administrators: what the command shows and does. */
final class QueueRoutes {
    private final MailServer server;
    private final Authentication authentication;

    QueueRoutes(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
    }

    void list(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        // Portion by portion: there may be a hundred thousand.
        try (Writer out = new OutputStreamWriter(response.outputStream(), StandardCharsets.UTF_8)) {
            QueueJson.Stream stream = new QueueJson(view()).new Stream(out);
            new QueueListing(server.files()).read(entry -> true, stream::add);
            stream.end();
        }
    }

    void show(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        String id = id(request);
        Answer.json(response, find(id).orElseThrow(() -> absent(id)));
    }

    /** Retry, hold, release, remove, bounce. */
    void change(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        String id = id(request);
        String word = request.path().pathParameters().get("order");
        QueueOrder order = Arrays.stream(QueueOrder.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("say retry, hold, release, remove or bounce"));
        if (server.queue().change(order, new Selection.Id(id)) == 0) {
            throw find(id).isEmpty()
                    ? absent(id)
                    : Problem.of(
                            409, "Conflict", id + " can't be " + order.done().replaceFirst(" now$", "") + " just now");
        }
        Optional<JsonObject> left = find(id);
        if (left.isPresent()) {
            Answer.json(response, left.get());
        } else {
            Answer.nothing(response);
        }
    }

    void hops(ServerRequest request, ServerResponse response) {
        authentication.caller(request).mayRule();
        var hops = new JsonArray();
        var lines = new HopLines();
        server.queue().hops().forEach(hop -> hops.add(lines.json(hop)));
        Answer.json(response, hops);
    }

    /** Pause, resume. */
    void route(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        String written = request.path().pathParameters().get("domain");
        String domain =
                NameSyntax.domain(written).orElseThrow(() -> Problem.badRequest("\"" + written + "\" is not a domain"));
        boolean paused = switch (request.path().pathParameters().get("order")) {
            case "pause" -> {
                server.queue().pause(domain);
                yield true;
            }
            case "resume" -> {
                if (!server.queue().resume(domain)) {
                    throw Problem.of(409, "Conflict", "mail for " + domain + " is not paused");
                }
                yield false;
            }
            default -> throw Problem.notFound("say pause or resume");
        };
        var json = new JsonObject();
        json.addProperty("domain", domain);
        json.addProperty("paused", paused);
        Answer.json(response, json);
    }

    private Optional<JsonObject> find(String id) throws IOException {
        Optional<QueueListing.Item> item = new QueueListing(server.files()).find(id);
        return item.map(
                found -> JsonParser.parseString(new QueueJson(view()).of(found)).getAsJsonObject());
    }

    private QueueView view() {
        return new QueueView(true, server.queue().hops(), server.queue().paused(), Instant.now());
    }

    private static String id(ServerRequest request) {
        String id = request.path().pathParameters().get("queue_id");
        if (!MessageIds.isId(id)) {
            throw absent(id);
        }
        return id;
    }

    private static Problem absent(String id) {
        return Problem.notFound("there is no message " + id + " in the queue");
    }
}
