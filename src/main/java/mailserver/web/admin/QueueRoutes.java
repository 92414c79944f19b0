package mailserver.web.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonIOException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mailserver.config.NodeFiles;
import mailserver.config.SharedFiles;
import mailserver.config.file.NameSyntax;
import mailserver.control.ControlAnswer;
import mailserver.control.ControlRequest;
import mailserver.control.NodeOrders;
import mailserver.mail.MessageIds;
import mailserver.queue.QueueEntry;
import mailserver.queue.QueueOrder;
import mailserver.queue.Selection;
import mailserver.queue.look.HopLines;
import mailserver.queue.look.QueueJson;
import mailserver.queue.look.QueueListing;
import mailserver.queue.look.QueueView;
import mailserver.server.MailServer;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;

/** The queue and its next hops, for administrators: what the command shows and does. */
public final class QueueRoutes {
    /** For another node of a cluster. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MailServer server;
    private final Authentication authentication;

    public QueueRoutes(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
    }

    public void list(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        int limit = Parameters.number(request, "limit", Integer.MAX_VALUE, Integer.MAX_VALUE);
        Predicate<QueueEntry> wanted = wanted(request);
        // Portion by portion: there may be a hundred thousand.
        try (Writer out = new OutputStreamWriter(response.outputStream(), StandardCharsets.UTF_8)) {
            QueueJson.Stream stream = new QueueJson(view()).new Stream(out);
            var left = new AtomicInteger(limit);
            new QueueListing(server.files()).readWhile(wanted, portion -> {
                List<QueueListing.Item> shown = portion.subList(0, Math.min(portion.size(), left.get()));
                try {
                    stream.add(shown);
                } catch (JsonIOException e) {
                    // The client has left.
                    return false;
                }
                return left.addAndGet(-shown.size()) > 0;
            });
            stream.end();
        }
    }

    /** Those whose id, sender or a recipient holds a text, without regard to case, and that stand as is said. */
    private static Predicate<QueueEntry> wanted(ServerRequest request) {
        Optional<String> part = Parameters.text(request, "match").map(text -> text.toLowerCase(Locale.ROOT));
        Optional<String> held = Parameters.text(request, "held");
        return entry -> held.filter(word -> !word.equals(String.valueOf(entry.held())))
                        .isEmpty()
                && part.filter(text -> Stream.concat(
                                        Stream.of(entry.id(), entry.sender().toString()),
                                        entry.recipients().stream()
                                                .map(recipient ->
                                                        recipient.address().toString()))
                                .noneMatch(
                                        value -> value.toLowerCase(Locale.ROOT).contains(text)))
                        .isEmpty();
    }

    public void show(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        String id = id(request);
        Answer.json(response, find(id).orElseThrow(() -> absent(id)));
    }

    /** Retry, hold, release, remove, bounce. */
    public void change(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        String id = id(request);
        String word = request.path().pathParameters().get("order");
        QueueOrder order = Arrays.stream(QueueOrder.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("say retry, hold, release, remove or bounce"));
        Optional<NodeFiles> other = owner(id);
        if (other.isPresent()) {
            ask(other.get(), new ControlRequest.QueueChange(order, new Selection.Id(id)));
        } else if (server.queue().change(order, new Selection.Id(id)) == 0) {
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

    /** The other node that has the entry; empty when it is this one, or none. */
    private Optional<NodeFiles> owner(String id) throws IOException {
        Optional<SharedFiles> shared = server.files().shared();
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        return new QueueListing(server.files())
                .find(id)
                .flatMap(QueueListing.Item::node)
                .map(shared.get()::node)
                .filter(node -> !node.equals(shared.get().own()));
    }

    private static void ask(NodeFiles node, ControlRequest request) throws IOException {
        ControlAnswer answer = new NodeOrders(node, PATIENCE).ask(request);
        if (answer.error().isPresent()) {
            throw Problem.of(409, "Conflict", answer.error().get());
        }
    }

    public void hops(ServerRequest request, ServerResponse response) {
        authentication.caller(request).mayRule();
        var hops = new JsonArray();
        var lines = new HopLines();
        server.queue().hops().forEach(hop -> hops.add(lines.json(hop)));
        Answer.json(response, hops);
    }

    /** Pause, resume. */
    public void route(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        String written = request.path().pathParameters().get("domain");
        String domain =
                NameSyntax.domain(written).orElseThrow(() -> Problem.badRequest("\"" + written + "\" is not a domain"));
        boolean paused = switch (request.path().pathParameters().get("order")) {
            case "pause" -> {
                server.queue().pause(domain);
                askOthers(new ControlRequest.QueuePause(domain));
                yield true;
            }
            case "resume" -> {
                boolean wasPaused = server.queue().resume(domain);
                askOthers(new ControlRequest.QueueResume(domain));
                if (!wasPaused) {
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

    /** What one of them can't do, such as to resume what was not paused there, is told in its log. */
    private void askOthers(ControlRequest request) throws IOException {
        if (server.files().shared().isPresent()) {
            for (NodeFiles node : server.files().shared().get().others()) {
                if (NodeOrders.isThere(node)) {
                    new NodeOrders(node, PATIENCE).ask(request);
                }
            }
        }
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
