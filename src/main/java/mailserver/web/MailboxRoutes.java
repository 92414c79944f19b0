package mailserver.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mailbox.Conditions;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MessageJson;
import mailserver.mailbox.MessageSummary;
import mailserver.mailbox.Page;
import mailserver.server.MailServer;

/** The messages of a mailbox. */
final class MailboxRoutes {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST_LIMIT = 1000;
    private static final int MOST_PATCH = 1000;
    private static final String LATEST = "latest";

    private final MailServer server;
    private final Authentication authentication;
    private final MailboxReader.Memory memory;

    MailboxRoutes(MailServer server, Authentication authentication, MailboxReader.Memory memory) {
        this.server = server;
        this.authentication = authentication;
        this.memory = memory;
    }

    void list(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailbox(request);
        int limit = Parameters.number(request, "limit", USUAL_LIMIT, MOST_LIMIT);
        Answer.json(response, json(mailbox.list(conditions(request), limit, Parameters.text(request, "before"))));
    }

    void show(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailbox(request);
        MessageSummary message = message(request, mailbox);
        Answer.json(response, mailbox.parse(message).map(MessageJson::of).orElseThrow(() -> gone(message.id())));
    }

    void raw(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailbox(request);
        MessageSummary message = message(request, mailbox);
        response.header(HeaderNames.CONTENT_TYPE, "message/rfc822");
        response.contentLength(message.size());
        try (OutputStream out = response.outputStream()) {
            mailbox.raw(message, out);
        }
    }

    void attachment(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailbox(request);
        MessageSummary message = message(request, mailbox);
        String written = request.path().pathParameters().get("n");
        int index = written.matches("\\d{1,6}") ? Integer.parseInt(written) : -1;
        boolean found = mailbox.attachment(message, index, info -> {
            // Never looked at where it is: a page in it would be a page of ours.
            response.header(HeaderNames.CONTENT_TYPE, info.type());
            response.header("Content-Disposition", "attachment; " + EncodedFileName.of(info.name()));
            return response.outputStream();
        });
        if (!found) {
            throw Problem.notFound("the message has no attachment " + written);
        }
    }

    void delete(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailbox(request);
        String id = request.path().pathParameters().get("id");
        if (!mailbox.delete(id)) {
            throw gone(id);
        }
        Answer.nothing(response);
    }

    void change(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailbox(request);
        String id = request.path().pathParameters().get("id");
        if (!mailbox.seen(id, seen(request))) {
            throw gone(id);
        }
        Answer.nothing(response);
    }

    private static boolean seen(ServerRequest request) throws IOException {
        try {
            JsonObject json =
                    JsonParser.parseString(Body.text(request, MOST_PATCH)).getAsJsonObject();
            if (json.size() == 1 && json.has("seen")) {
                return Optional.of(json.getAsJsonPrimitive("seen"))
                        .filter(value -> value.isBoolean())
                        .orElseThrow(() -> Problem.badRequest("seen is true or false"))
                        .getAsBoolean();
            }
        } catch (JsonParseException | IllegalStateException | ClassCastException e) {
            // Told below.
        }
        throw Problem.badRequest("what can be changed is {\"seen\":true} or {\"seen\":false}");
    }

    private MailboxReader mailbox(ServerRequest request) {
        Address address = Parameters.mailbox(request);
        authentication.caller(request).mayRead(address);
        return new MailboxReader(Mailboxes.folder(server, address), memory);
    }

    private static MessageSummary message(ServerRequest request, MailboxReader mailbox) throws IOException {
        String id = request.path().pathParameters().get("id");
        return (id.equals(LATEST) ? mailbox.latest(conditions(request)) : mailbox.find(id))
                .orElseThrow(() -> id.equals(LATEST) ? Problem.notFound("no such message is there") : gone(id));
    }

    private static Problem gone(String id) {
        return Problem.notFound("there is no message " + id + " in this mailbox");
    }

    static Conditions conditions(ServerRequest request) {
        return new Conditions(
                Parameters.text(request, "from"),
                Parameters.text(request, "to"),
                Parameters.text(request, "subject"),
                Parameters.text(request, "text"),
                Parameters.time(request, "since"));
    }

    static JsonObject json(Page page) {
        var json = new JsonObject();
        json.addProperty("total", page.total());
        var messages = new JsonArray();
        page.messages().forEach(message -> messages.add(MessageJson.of(message)));
        json.add("messages", messages);
        return json;
    }
}
