package mailserver.web.mailbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mailserver.mail.Address;
import mailserver.mailbox.Folders;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MessageJson;
import mailserver.mailbox.Threads;
import mailserver.web.http.Answer;
import mailserver.web.http.Body;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;
import org.tinylog.Logger;

/** The folders of a mailbox, the conversations in one, and messages that go from one to another. */
public final class FolderRoutes {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST_LIMIT = 1000;
    private static final int MOST_ORDER = 1000;

    private final Mailboxes mailboxes;
    /** Whose were read ahead; once is enough, for what comes later is read as it comes. */
    private final Set<Address> read = ConcurrentHashMap.newKeySet();

    public FolderRoutes(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    public void list(ServerRequest request, ServerResponse response) throws IOException {
        readAhead(request);
        var folders = new JsonArray();
        for (Folders.Folder folder : mailboxes.folders(request).all()) {
            var one = new JsonObject();
            one.addProperty("name", folder.name());
            one.addProperty("total", folder.total());
            one.addProperty("unseen", folder.unseen());
            folders.add(one);
        }
        Answer.json(response, folders);
    }

    /** Whoever looks at a mailbox is about to search in it. */
    private void readAhead(ServerRequest request) {
        MailboxReader inbox = mailboxes.reader(request);
        if (read.add(Parameters.mailbox(request))) {
            Thread.ofVirtual().name("read ahead").start(() -> {
                try {
                    inbox.readAhead();
                } catch (IOException e) {
                    Logger.debug("nothing was read ahead: {}", e.toString());
                }
            });
        }
    }

    public void threads(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailboxes.reader(request);
        Threads.Page page = new Threads(mailbox)
                .list(
                        Parameters.number(request, "offset", 0, 0, Integer.MAX_VALUE),
                        Parameters.number(request, "limit", USUAL_LIMIT, MOST_LIMIT));
        var threads = new JsonArray();
        for (Threads.Thread thread : page.threads()) {
            var messages = new JsonArray();
            thread.messages().forEach(message -> messages.add(MessageJson.of(message)));
            var one = new JsonObject();
            one.add("messages", messages);
            threads.add(one);
        }
        var json = new JsonObject();
        json.addProperty("total", page.total());
        json.add("threads", threads);
        Answer.json(response, json);
    }

    /** Undone by the same in the other direction: a message keeps its name, and with it its id and its place in the order. */
    public void move(ServerRequest request, ServerResponse response) throws IOException {
        Folders folders = mailboxes.folders(request);
        MailboxReader from = mailboxes.reader(request);
        String id = request.path().pathParameters().get("id");
        if (!from.move(id, Mailboxes.folder(folders, target(request)))) {
            throw Mailboxes.gone(id);
        }
        Answer.nothing(response);
    }

    private static String target(ServerRequest request) throws IOException {
        try {
            JsonObject json =
                    JsonParser.parseString(Body.text(request, MOST_ORDER)).getAsJsonObject();
            if (json.size() == 1 && json.has("to")) {
                return json.getAsJsonPrimitive("to").getAsString();
            }
        } catch (JsonParseException | IllegalStateException | ClassCastException e) {
            // Told below.
        }
        throw Problem.badRequest("say where to: {\"to\":\"Trash\"}");
    }
}
