package mailserver.web.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import mailserver.mail.MessageIds;
import mailserver.record.MailRecord;
import mailserver.record.RecordedSession;
import mailserver.record.SessionJson;
import mailserver.record.TranscriptStore;
import mailserver.server.MailServer;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.web.http.Problem;

/** What was said about a message, for administrators. */
public final class TranscriptRoutes {
    private final MailServer server;
    private final Authentication authentication;

    public TranscriptRoutes(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
    }

    public void show(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        String id = request.path().pathParameters().get("queue_id");
        List<RecordedSession> sessions = MessageIds.isId(id)
                ? TranscriptStore.find(MailRecord.transcriptsIn(server.files().log()), id)
                : List.of();
        if (sessions.isEmpty()) {
            throw Problem.notFound("there is no transcript of " + id + " (any more)");
        }
        var array = new JsonArray();
        sessions.forEach(session -> array.add(SessionJson.of(session)));
        var json = new JsonObject();
        json.add("sessions", array);
        Answer.json(response, json);
    }
}
