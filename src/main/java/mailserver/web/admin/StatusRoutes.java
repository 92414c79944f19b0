package mailserver.web.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import mailserver.config.value.HostPort;
import mailserver.server.MailServer;
import mailserver.server.Service;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.wire.text.IpText;

/** How the server is. */
public final class StatusRoutes {
    private final MailServer server;
    private final Authentication authentication;
    private volatile boolean stopping;

    public StatusRoutes(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
    }

    /** From here on the server is not ready for more. */
    public void stop() {
        stopping = true;
    }

    /** The process is alive, or it would not answer. */
    public void health(ServerRequest request, ServerResponse response) {
        say(request, response, 200, "ok\n");
    }

    /** It takes mail: it is not about to end, has its lease if it is one of several nodes, and there is a folder to write to. */
    public void ready(ServerRequest request, ServerResponse response) {
        boolean ready = !stopping
                && server.node().map(node -> node.fence().holds()).orElse(true)
                && Files.isWritable(server.files().queue());
        say(request, response, ready ? 200 : 503, ready ? "ready\n" : "not ready\n");
    }

    private static void say(ServerRequest request, ServerResponse response, int status, String text) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        if (request.prologue().method().equals(Method.HEAD)) {
            // RFC 9110 §9.3.2.
            response.send();
        } else {
            response.send(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public void status(ServerRequest request, ServerResponse response) {
        authentication.caller(request).mayRule();
        var json = new JsonObject();
        json.addProperty("hostname", server.configuration().hostname());
        json.addProperty(
                "started", server.started().truncatedTo(ChronoUnit.MILLIS).toString());
        json.addProperty(
                "uptime", Duration.between(server.started(), Instant.now()).toSeconds());
        var domains = new JsonArray();
        server.configuration().domains().forEach(domains::add);
        json.add("domains", domains);
        var ports = new JsonArray();
        for (Service service : Service.values()) {
            server.addresses(service).forEach(address -> {
                var port = new JsonObject();
                port.addProperty("service", service.label());
                port.addProperty(
                        "address", new HostPort(IpText.of(address.getAddress()), address.getPort()).toString());
                ports.add(port);
            });
        }
        json.add("ports", ports);
        var sessions = new JsonObject();
        sessions.addProperty("smtp", server.smtpSessions());
        sessions.addProperty("pop3", server.pop3Sessions());
        json.add("sessions", sessions);
        json.addProperty("queue", server.queue().size());
        server.hooks().ifPresent(words -> json.addProperty("hooks", words));
        server.identity()
                .ifPresent(identity ->
                        json.addProperty("tls", identity.fingerprint().toString()));
        Answer.json(response, json);
    }

    public void sessions(ServerRequest request, ServerResponse response) {
        authentication.caller(request).mayRule();
        var sessions = new JsonArray();
        server.connected().forEach(one -> {
            var session = new JsonObject();
            session.addProperty("service", one.service());
            session.addProperty("client", one.network());
            sessions.add(session);
        });
        Answer.json(response, sessions);
    }

    public void accounts(ServerRequest request, ServerResponse response) {
        authentication.caller(request).mayRule();
        var accounts = new JsonArray();
        server.settings().accounts().all().forEach(one -> {
            var account = new JsonObject();
            account.addProperty("address", one.address().toString());
            accounts.add(account);
        });
        Answer.json(response, accounts);
    }

    public void openApi(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request);
        try (InputStream document = StatusRoutes.class.getResourceAsStream("/mailserver/web/openapi.json")) {
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(document.readAllBytes());
        }
    }
}
