package mailserver.web.http;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** The forms that answers have. */
public final class Answer {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Answer() {}

    public static void json(ServerResponse response, JsonElement json) {
        json(response, 200, json);
    }

    public static void json(ServerResponse response, int status, JsonElement json) {
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(text(json).getBytes(StandardCharsets.UTF_8));
    }

    public static void nothing(ServerResponse response) {
        response.status(Status.NO_CONTENT_204);
        response.send();
    }

    public static void problem(ServerResponse response, Problem problem) {
        response.status(Status.create(problem.status()));
        problem.headers().forEach((name, value) -> response.header(name, value));
        response.header(HeaderNames.CONTENT_TYPE, "application/problem+json");
        response.send(text(problem.json()).getBytes(StandardCharsets.UTF_8));
    }

    public static String text(JsonElement json) {
        return GSON.toJson(json);
    }
}
