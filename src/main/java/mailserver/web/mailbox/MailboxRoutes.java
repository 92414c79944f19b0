package mailserver.web.mailbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import mailserver.mailbox.FlagChange;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MessageJson;
import mailserver.mailbox.MessageSummary;
import mailserver.mailbox.Page;
import mailserver.web.http.Answer;
import mailserver.web.http.Body;
import mailserver.web.http.EncodedFileName;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;

/** The messages of a mailbox. */
public final class MailboxRoutes {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST_LIMIT = 1000;
    private static final int MOST_PATCH = 1000;

    private final Mailboxes mailboxes;

    public MailboxRoutes(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    public void list(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailboxes.reader(request);
        int limit = Parameters.number(request, "limit", USUAL_LIMIT, MOST_LIMIT);
        int offset = Parameters.number(request, "offset", 0, 0, Integer.MAX_VALUE);
        Answer.json(
                response,
                json(mailbox.list(Mailboxes.conditions(request), limit, offset, Parameters.text(request, "before"))));
    }

    public void show(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailboxes.reader(request);
        MessageSummary message = Mailboxes.message(request, mailbox);
        Answer.json(
                response, mailbox.parse(message).map(MessageJson::of).orElseThrow(() -> Mailboxes.gone(message.id())));
    }

    public void raw(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailboxes.reader(request);
        MessageSummary message = Mailboxes.message(request, mailbox);
        response.header(HeaderNames.CONTENT_TYPE, "message/rfc822");
        response.contentLength(message.size());
        try (OutputStream out = response.outputStream()) {
            mailbox.raw(message, out);
        }
    }

    public void attachment(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailboxes.reader(request);
        MessageSummary message = Mailboxes.message(request, mailbox);
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

    public void delete(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailboxes.reader(request);
        String id = request.path().pathParameters().get("id");
        if (!mailbox.delete(id)) {
            throw Mailboxes.gone(id);
        }
        Answer.nothing(response);
    }

    public void change(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailboxes.reader(request);
        String id = request.path().pathParameters().get("id");
        if (!mailbox.change(id, flags(request))) {
            throw Mailboxes.gone(id);
        }
        Answer.nothing(response);
    }

    private static FlagChange flags(ServerRequest request) throws IOException {
        try {
            JsonObject json =
                    JsonParser.parseString(Body.text(request, MOST_PATCH)).getAsJsonObject();
            Map<Character, Boolean> letters = new HashMap<>();
            json.asMap().forEach((name, value) -> {
                char letter = FlagChange.letter(name).orElseThrow(MailboxRoutes::unknownFlag);
                if (!value.getAsJsonPrimitive().isBoolean()) {
                    throw Problem.badRequest(name + " is true or false");
                }
                letters.put(letter, value.getAsBoolean());
            });
            if (!letters.isEmpty()) {
                return new FlagChange(letters);
            }
        } catch (JsonParseException | IllegalStateException | ClassCastException e) {
            // Told below.
        }
        throw unknownFlag();
    }

    private static Problem unknownFlag() {
        return Problem.badRequest("what can be changed is {\"seen\":true}, flagged and answered, to true or false");
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
