package mailserver.web;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import javax.net.ssl.SSLContext;
import mailserver.config.value.HostPort;
import mailserver.config.value.WebSettings;
import mailserver.mailbox.MailboxReader;
import mailserver.server.MailServer;
import mailserver.server.StartException;
import mailserver.tls.ServerTls;
import mailserver.web.http.Answer;
import mailserver.web.http.Problem;
import org.tinylog.Logger;

/** The HTTP interface of a running server: its ports, and what is to be had there. */
public final class WebInterface implements Closeable {
    private static final java.util.logging.Logger LIBRARY = java.util.logging.Logger.getLogger("io.helidon");
    // It would print to the terminal what it has to say.
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Whether those on this machine need a login. */
    public enum Access {
        /** Everybody logs in. */
        LOGIN,
        /** Who is on this machine reads and rules all: a class-room, a test. */
        OPEN_ON_LOOPBACK
    }

    /** A port. */
    public record Port(boolean tls, HostPort place) {
        public String label() {
            return tls ? "https" : "http";
        }
    }

    private record Socket(String name, boolean tls, HostPort place) {}

    private final MailServer server;
    private final Endpoints endpoints;
    private final List<Socket> sockets;
    private final WebServer web;

    private WebInterface(MailServer server, Access access, Supplier<List<MailServer>> servers, List<Socket> sockets)
            throws IOException {
        this.server = server;
        this.sockets = sockets;
        this.endpoints = new Endpoints(
                server,
                access,
                servers,
                server.files().shared().isPresent()
                        ? MailboxReader.Memory.withoutListings()
                        : new MailboxReader.Memory());
        this.web = build();
    }

    /**
     * Opens the ports that the configuration names.
     *
     * @return empty when it names none
     * @throws StartException when one can't be had
     */
    public static Optional<WebInterface> start(MailServer server, Access access) throws StartException {
        return start(server, access, () -> List.of(server));
    }

    /** @param servers all of a class-room that run in this process, this one among them; asked for again and again */
    public static Optional<WebInterface> start(MailServer server, Access access, Supplier<List<MailServer>> servers)
            throws StartException {
        List<Socket> sockets = sockets(server.configuration().programs().web());
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        LIBRARY.setLevel(Level.SEVERE);
        try {
            var web = new WebInterface(server, access, servers, sockets);
            web.web.start();
            return Optional.of(web);
        } catch (IOException | RuntimeException e) {
            String places = String.join(
                    ", ",
                    sockets.stream().map(socket -> socket.place().toString()).toList());
            throw new StartException("the HTTP interface can't listen at " + places + ": " + cause(e)
                    + "; change [web] listen in etc/mailserver.toml or stop what uses the port");
        }
    }

    /** Loads what it is made of behind a start that has other things to do. */
    public static void warmUp() {
        LIBRARY.setLevel(Level.SEVERE);
        Thread.ofPlatform()
                .daemon()
                .name("http warm-up")
                .start(() -> WebServer.builder()
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .routing(HttpRouting.builder())
                        .build());
    }

    private static String cause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static List<Socket> sockets(WebSettings settings) {
        List<Socket> sockets = new ArrayList<>();
        settings.listen().forEach(place -> sockets.add(new Socket(name(sockets.size()), false, place)));
        settings.listenTls().forEach(place -> sockets.add(new Socket(name(sockets.size()), true, place)));
        return sockets;
    }

    private static String name(int number) {
        return number == 0 ? WebServer.DEFAULT_SOCKET_NAME : "socket-" + number;
    }

    private WebServer build() throws IOException {
        WebServerConfig.Builder builder =
                WebServer.builder().shutdownHook(false).featuresDiscoverServices(false);
        configure(builder, sockets.getFirst());
        for (Socket socket : sockets.subList(1, sockets.size())) {
            ListenerConfig.Builder more = ListenerConfig.builder();
            configure(more, socket);
            builder.putSocket(socket.name(), more.build());
            builder.routing(socket.name(), routing());
        }
        return builder.routing(routing()).build();
    }

    private void configure(ListenerConfig.BuilderBase<?, ?> listener, Socket socket) throws IOException {
        Duration idle = server.configuration().limits().idle();
        listener.host(socket.place().host())
                .port(socket.place().port())
                .maxTcpConnections(server.configuration().limits().sessions())
                // Message and base64 of it in JSON; each place that takes less says so itself.
                .maxPayloadSize(server.configuration().limits().messageSize() / 3 * 4 + (2 << 20))
                .directHandlers(refusals())
                .idleConnectionTimeout(idle)
                .shutdownGracePeriod(GRACE)
                .connectionOptions(SocketOptions.builder().readTimeout(idle).build());
        if (socket.tls()) {
            SSLContext context = server.tls()
                    .orElseThrow(() -> new IOException("listen_tls needs a certificate"))
                    .liveContext();
            listener.tls(Tls.builder()
                    .sslContext(context)
                    .enabledProtocols(ServerTls.versions())
                    .enabledCipherSuites(ServerTls.suites(context))
                    .build());
        }
    }

    private HttpRouting.Builder routing() {
        return endpoints
                .add(HttpRouting.builder().addFilter(WebInterface::closeWhereAsked))
                .error(Problem.class, (request, response, problem) -> Answer.problem(response, problem))
                .error(IOException.class, WebInterface::failed)
                .error(UncheckedIOException.class, WebInterface::failed)
                .error(RuntimeException.class, WebInterface::failed);
    }

    /** RFC 9112 §9.6. The library says that it closes, and waits for the client to do so. */
    private static void closeWhereAsked(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (request.headers().contains(HeaderValues.CONNECTION_CLOSE) && response.isSent()) {
            throw new CloseConnectionException("as the client asked");
        }
    }

    /** What the library refuses before any of our code has seen it. */
    private static DirectHandlers refusals() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, (request, event, status, headers, message) -> {
                Problem problem =
                        Problem.of(status.code(), status.reasonPhrase(), "this is no request that can be answered");
                return DirectHandler.TransportResponse.builder()
                        .status(status)
                        .headers(headers)
                        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                        .keepAlive(false)
                        .entity(Answer.text(problem.json()))
                        .build();
            });
        }
        return handlers.build();
    }

    private static void failed(ServerRequest request, ServerResponse response, Exception e) {
        if (e instanceof CloseConnectionException closing) {
            throw closing;
        }
        if (response.isSent() || isGone(e)) {
            // The client has left in the middle of the answer.
            Logger.debug("http {}: {}", request.path().path(), e.toString());
            throw new CloseConnectionException("the client has left", e);
        }
        Logger.error(
                e,
                "http {} {}",
                request.prologue().method().text(),
                request.path().path());
        Answer.problem(response, Problem.failed("the server failed at this, its log says more"));
    }

    private static boolean isGone(Throwable e) {
        return e instanceof SocketException
                || e instanceof ServerConnectionException
                || e.getCause() != null && isGone(e.getCause());
    }

    /** Where it is to be had, with the ports that were picked for port 0. */
    public List<Port> ports() {
        return sockets.stream()
                .map(socket ->
                        new Port(socket.tls(), new HostPort(socket.place().host(), web.port(socket.name()))))
                .toList();
    }

    /** Lets nobody new in, and ends what waits: streams and awaits. */
    @Override
    public void close() {
        endpoints.stop();
        web.stop();
    }
}
