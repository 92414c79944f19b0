package mailserver.web.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import mailserver.fault.FaultBook;
import mailserver.fault.FaultRuleParser;
import mailserver.server.MailServer;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.web.http.Body;
import mailserver.web.http.Problem;
import org.tinylog.Logger;

/** The rules by which the server misbehaves, for administrators, where the configuration allows any. */
public final class FaultRoutes {
    private static final int MOST = 4000;

    private final MailServer server;
    private final Authentication authentication;

    public FaultRoutes(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
    }

    public void list(ServerRequest request, ServerResponse response) {
        var rules = new JsonArray();
        book(request).list().forEach(one -> rules.add(one.json()));
        Answer.json(response, rules);
    }

    public void add(ServerRequest request, ServerResponse response) throws IOException {
        FaultBook book = book(request);
        String rule;
        try {
            JsonObject json = JsonParser.parseString(Body.text(request, MOST)).getAsJsonObject();
            rule = json.getAsJsonPrimitive("rule").getAsString();
        } catch (JsonParseException | IllegalStateException | ClassCastException | NullPointerException e) {
            throw Problem.badRequest(
                    "a fault is {\"rule\":\"rcpt bob@* 451 4.2.1 'later'\"}, with double quotes around the text");
        }
        try {
            int number = book.add(FaultRuleParser.parse(rule));
            Logger.warn("fault {} on purpose: {}", number, rule);
            var json = new JsonObject();
            json.addProperty("number", number);
            Answer.json(response, 201, json);
        } catch (FaultRuleParser.RuleException e) {
            throw Problem.unprocessable(e.getMessage());
        }
    }

    public void clear(ServerRequest request, ServerResponse response) {
        book(request).clear();
        Answer.nothing(response);
    }

    private FaultBook book(ServerRequest request) {
        authentication.caller(request).mayRule();
        return server.faults()
                .orElseThrow(() -> Problem.of(
                        409,
                        "Conflict",
                        "this server is not to misbehave; [faults] enabled = true and a restart allow it"));
    }
}
