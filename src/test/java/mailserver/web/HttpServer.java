package mailserver.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mailserver.TestServer;
import mailserver.server.MailServer;

/** A server with its HTTP interface on a free port, and a client for it. Logs in as postmaster, an administrator, unless told otherwise. */
final class HttpServer implements AutoCloseable {
    static final String DOMAIN = "lan.example";
    static final String BOB = login("bob");
    static final String POSTMASTER = login("postmaster");

    private static final String LISTEN = "[web]\nlisten = [\"127.0.0.1:0\"]\n";

    final TestServer mail;
    private final WebInterface.Access access;
    private final Supplier<List<MailServer>> others;
    private WebInterface web;
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpServer(TestServer mail, WebInterface.Access access, Supplier<List<MailServer>> others)
            throws Exception {
        this.mail = mail;
        this.access = access;
        this.others = others;
        this.web = begin();
    }

    /** @param more configuration behind that of [web] */
    static HttpServer start(Path home, String... more) throws Exception {
        return new HttpServer(
                TestServer.start(home, DOMAIN, LISTEN + String.join("\n", more)), WebInterface.Access.LOGIN, List::of);
    }

    /** One of several in this process. */
    static HttpServer start(Path home, Supplier<List<MailServer>> others, String... more) throws Exception {
        return new HttpServer(
                TestServer.start(home, DOMAIN, LISTEN + String.join("\n", more)), WebInterface.Access.LOGIN, others);
    }

    private WebInterface begin() throws Exception {
        return WebInterface.start(
                        mail.server(),
                        access,
                        () -> Stream.concat(Stream.of(mail.server()), others.get().stream())
                                .toList())
                .orElseThrow();
    }

    static HttpServer open(Path home) throws Exception {
        return new HttpServer(TestServer.start(home, DOMAIN, LISTEN), WebInterface.Access.OPEN_ON_LOOPBACK, List::of);
    }

    /** Ends and starts again, at the same port. */
    void restart(int port) throws Exception {
        web.close();
        mail.close();
        Path configuration = mail.home.resolve("etc/mailserver.toml");
        Files.writeString(
                configuration, Files.readString(configuration).replace(LISTEN, LISTEN.replace(":0", ":" + port)));
        mail.start();
        web = begin();
    }

    static String login(String user) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + "@" + DOMAIN + ":secret").getBytes(StandardCharsets.UTF_8));
    }

    static String messages(String user) {
        return "/api/v1/mailboxes/" + user + "@" + DOMAIN + "/messages";
    }

    int port() {
        return web.ports().getFirst().place().port();
    }

    WebInterface web() {
        return web;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> get(String login, String path) {
        return send(request(path).header("Authorization", login));
    }

    HttpResponse<String> get(String path) {
        return get(POSTMASTER, path);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> post(String login, String path, String json) {
        return send(request(path)
                .header("Authorization", login)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpClient client() {
        return client;
    }

    /** Sends what was written, and returns all that came until the server closed. */
    String raw(String... lines) throws IOException {
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
        }
    }

    /** Delivers a message over SMTP. */
    void deliver(String user, String message) {
        Smtp.deliver(mail.smtpPort(), "ann@far.example", user + "@" + DOMAIN, message);
    }

    static JsonObject object(HttpResponse<String> response) {
        return element(response).getAsJsonObject();
    }

    static JsonElement element(HttpResponse<String> response) {
        return JsonParser.parseString(response.body());
    }

    static Optional<String> type(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type");
    }

    @Override
    public void close() {
        client.shutdownNow();
        web.close();
        mail.close();
    }
}
