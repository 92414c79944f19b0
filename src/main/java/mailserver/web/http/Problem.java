package mailserver.web.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** What keeps a request from being answered, as its client gets to see it (RFC 9457). */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;
    private final transient Map<String, JsonElement> more = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private Problem(int status, String title, String detail) {
        // An answer, not a fault: no stack.
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    public static Problem badRequest(String detail) {
        return new Problem(400, "Bad Request", detail);
    }

    /** RFC 9110 §11.6.1: who is to log in is told how. */
    public static Problem unauthorized(String detail) {
        return unauthorized("Basic realm=\"mailserver\", charset=\"UTF-8\"", detail);
    }

    static Problem unauthorized(String challenge, String detail) {
        return new Problem(401, "Unauthorized", detail).header("WWW-Authenticate", challenge);
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "Forbidden", detail);
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "Not Found", detail);
    }

    public static Problem tooLarge(String detail) {
        return new Problem(413, "Content Too Large", detail);
    }

    /** RFC 9110 §15.5.20. */
    public static Problem misdirected(String detail) {
        return new Problem(421, "Misdirected Request", detail);
    }

    public static Problem unprocessable(String detail) {
        return new Problem(422, "Unprocessable Content", detail);
    }

    public static Problem tooManyRequests(String detail) {
        return new Problem(429, "Too Many Requests", detail).header("Retry-After", "10");
    }

    public static Problem failed(String detail) {
        return new Problem(500, "Internal Server Error", detail);
    }

    public static Problem unavailable(String detail) {
        return new Problem(503, "Service Unavailable", detail).header("Retry-After", "10");
    }

    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail);
    }

    public Problem with(String name, JsonElement value) {
        more.put(name, value);
        return this;
    }

    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public JsonObject json() {
        var json = new JsonObject();
        json.addProperty("type", "about:blank");
        json.addProperty("title", title);
        json.addProperty("status", status);
        json.addProperty("detail", getMessage());
        more.forEach(json::add);
        return json;
    }
}
