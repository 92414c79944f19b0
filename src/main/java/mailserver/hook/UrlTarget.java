package mailserver.hook;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/** An address that is posted to. Any 2xx means that it is done; another place that it names is not gone to. */
final class UrlTarget implements HookTarget, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofSeconds(30);

    private final URI url;
    private final HttpClient client = HttpClient.newBuilder()
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    UrlTarget(URI url) {
        this.url = url;
    }

    @Override
    public Optional<String> tell(JsonObject payload) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(MOST)
                .header("Content-Type", "application/json")
                .header("User-Agent", "mailserver")
                .POST(HttpRequest.BodyPublishers.ofString(payload.toString()))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("answered " + status);
        } catch (IOException e) {
            return Optional.of("no answer: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
