package mailserver.cli.serve;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mailserver.cli.queue.QueueChanges;
import mailserver.cli.support.Failures;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.config.value.WebSettings;
import mailserver.control.ControlAnswer;
import mailserver.control.ControlHandler;
import mailserver.control.ControlRequest;
import mailserver.control.ControlSocket;
import mailserver.control.OrderDesk;
import mailserver.queue.look.HopLines;
import mailserver.server.MailServer;
import mailserver.server.ServerOptions;
import mailserver.server.StartException;
import mailserver.web.WebInterface;
import org.tinylog.Logger;

/** A server and its control socket: runs until somebody asks it to stop. */
public final class RunningServer implements ControlHandler, Closeable {
    /** How long sessions may go on when a server is told to stop. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final MailServer server;
    private final Optional<WebInterface> web;
    private final List<String> notServed;
    private final SettingsSource source;
    private final FaultOrders faults;
    private final ControlSocket control;
    private final Optional<OrderDesk> otherNodes;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final ReentrantLock stopping = new ReentrantLock();
    private boolean stopped;

    private RunningServer(MailServer server, Web web, InstantSource clock, SettingsSource source) throws IOException {
        this.server = server;
        this.web = web.running();
        this.notServed = web.notServed();
        this.source = source;
        this.faults = new FaultOrders(server, clock);
        this.otherNodes = otherNodes(server);
        this.control = ControlSocket.start(server.files().control(), request -> answer(request));
    }

    private Optional<OrderDesk> otherNodes(MailServer server) throws IOException {
        if (server.node().isEmpty() || server.files().shared().isEmpty()) {
            return Optional.empty();
        }
        Path orders = server.files().shared().get().own().orders();
        return Optional.of(OrderDesk.start(orders, server.node().get().fence(), request -> answer(request)));
    }

    /** The HTTP interface, or why there is none though somebody wrote one down. */
    private record Web(Optional<WebInterface> running, List<String> notServed) {
        static Web start(MailServer server, WebInterface.Access access, Supplier<List<MailServer>> others)
                throws StartException {
            try {
                Supplier<List<MailServer>> all = () -> Stream.concat(Stream.of(server), others.get().stream())
                        .distinct()
                        .toList();
                return new Web(WebInterface.start(server, access, all), List.of());
            } catch (StartException e) {
                WebSettings settings = server.configuration().programs().web();
                if (!settings.listen().equals(List.of(WebSettings.LOOPBACK))
                        || !settings.listenTls().isEmpty()) {
                    throw e;
                }
                // The port of every first start: another home's server has it, and mail comes and goes all the same.
                Logger.warn("{}", e.getMessage());
                return new Web(Optional.empty(), List.of(e.getMessage()));
            }
        }
    }

    /** Serves those who log in. */
    public static RunningServer start(
            ServerFiles files, Settings settings, ServerOptions options, SettingsSource source) throws StartException {
        return start(files, settings, options, source, WebInterface.Access.LOGIN, List::of);
    }

    /** @param others that run in this process, for who looks at them all */
    public static RunningServer start(
            ServerFiles files,
            Settings settings,
            ServerOptions options,
            SettingsSource source,
            WebInterface.Access access,
            Supplier<List<MailServer>> others)
            throws StartException {
        if (!settings.configuration().programs().web().listen().isEmpty()) {
            WebInterface.warmUp();
        }
        MailServer server = MailServer.start(files, settings, options);
        try {
            Web web = Web.start(server, access, others);
            try {
                return new RunningServer(server, web, options.clock(), source);
            } catch (IOException e) {
                web.running().ifPresent(WebInterface::close);
                throw new StartException("no control socket at " + files.control() + ": " + Failures.text(e));
            }
        } catch (StartException e) {
            server.close();
            throw e;
        }
    }

    public MailServer server() {
        return server;
    }

    public Optional<WebInterface> web() {
        return web;
    }

    public ServerReport report() {
        return new ServerReport(server, web.map(WebInterface::ports).orElse(List.of()), notServed);
    }

    /** Returns when a {@code stop} came over the control socket. */
    public void awaitStopRequest() throws InterruptedException {
        asked.await();
    }

    /** Drains and stops the server. A second caller waits for the first. */
    public void stop(Duration grace) {
        stopping.lock();
        try {
            if (stopped) {
                return;
            }
            stopped = true;
            otherNodes.ifPresent(OrderDesk::close);
            control.close();
            web.ifPresent(WebInterface::close);
            server.stop(grace);
        } catch (IOException e) {
            Logger.warn("control socket: {}", e.toString());
            server.stop(grace);
        } finally {
            stopping.unlock();
            asked.countDown();
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    @Override
    public ControlAnswer answer(ControlRequest request) throws IOException {
        return switch (request) {
            case ControlRequest.Stop ignored -> {
                int sessions = server.smtpSessions() + server.pop3Sessions();
                asked.countDown();
                yield sessions == 0
                        ? ControlAnswer.ok()
                        : ControlAnswer.ok(sessions + " sessions have " + GRACE.toSeconds() + " s to finish");
            }
            case ControlRequest.Reload ignored -> reload();
            case ControlRequest.Status ignored -> ControlAnswer.ok(report().status(Instant.now()));
            case ControlRequest.QueueHops ignored -> ControlAnswer.ok(new HopLines().of(server.queue()));
            case ControlRequest.FaultAdd(String rule) -> faults.add(rule);
            case ControlRequest.FaultList ignored -> faults.list();
            case ControlRequest.FaultClear ignored -> faults.clear();
            case ControlRequest.ClockAdvance(Duration by) -> faults.advance(by);
            case ControlRequest.OfQueue change -> new QueueChanges(server.queue(), true).answer(change);
        };
    }

    private ControlAnswer reload() {
        try {
            Settings fresh = source.load();
            List<String> lines = new ArrayList<>(server.reload(fresh));
            source.warnings(fresh).forEach(warning -> lines.add("warning: " + warning));
            return ControlAnswer.ok(lines);
        } catch (ConfigurationException e) {
            return ControlAnswer.error(
                    "nothing was reloaded, the server goes on with its old settings; mend this and try again",
                    e.faults().stream().map(Fault::toString).toList());
        }
    }
}
