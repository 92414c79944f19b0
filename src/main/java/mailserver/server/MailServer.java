package mailserver.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailserver.cluster.ClusterNode;
import mailserver.config.Configuration;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.value.HostPort;
import mailserver.fault.FaultBook;
import mailserver.hook.Hooks;
import mailserver.queue.runner.QueueRunner;
import mailserver.record.EventHub;
import mailserver.record.MailRecord;
import mailserver.route.Router;
import mailserver.sasl.LoginService;
import mailserver.server.limit.ConnectedClient;
import mailserver.smtp.server.Submission;
import mailserver.store.Fence;
import mailserver.store.LockFile;
import mailserver.time.ScaledClock;
import mailserver.tls.Identity;
import mailserver.tls.ServerTls;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/**
 * The whole server as one object: listeners, sessions, queue, and the home folder they live in. Several can run in one JVM,
 * each in a home of its own.
 */
public final class MailServer implements Closeable {
    private final ServerFiles files;
    private final AtomicReference<Settings> settings;
    private final LockFile lock;
    private final Instant started;
    private final ConnectionLimiter limiter = new ConnectionLimiter();
    private final EventHub events = new EventHub();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<String> notServed = new ArrayList<>();
    private final Optional<ServerTls> tls;
    private final Optional<FaultBook> faults;
    private final Optional<Hooks> hooks;
    private final MailRecord record;
    private final Optional<ClusterNode> node;
    private final MailSystem mailSystem;
    private final SessionFactory sessionFactory;
    private final Housekeeping housekeeping;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Starts everything; when this returns every port answers.
     *
     * @throws StartException with one line that says what is in the way; nothing is left running then
     */
    public static MailServer start(ServerFiles files, Settings settings, ServerOptions options) throws StartException {
        try {
            RunFiles.makeFolders(files);
            LockFile lock = LockFile.tryAcquire(files.lock())
                    .orElseThrow(() -> new StartException("a server runs in " + files.home()
                            + " already; bin/mailserver status tells more, bin/mailserver stop ends it"));
            Optional<ClusterNode> node = Optional.empty();
            try {
                node = ClusterMember.join(files, settings, options);
                return new MailServer(files, settings, options, lock, node);
            } catch (StartException | IOException | RuntimeException e) {
                node.ifPresent(ClusterNode::close);
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartException("the home folder " + files.home() + " can't be used: " + e);
        }
    }

    private MailServer(
            ServerFiles files, Settings settings, ServerOptions options, LockFile lock, Optional<ClusterNode> node)
            throws StartException, IOException {
        this.node = node;
        this.files = files;
        this.settings = new AtomicReference<>(settings);
        this.lock = lock;
        this.started = options.clock().instant();
        this.tls = TlsSetup.of(files, settings.configuration(), options.clock());
        this.faults = settings.configuration().programs().faults() ? Optional.of(new FaultBook()) : Optional.empty();
        this.record =
                new MailRecord(files.log(), settings.configuration().programs().transcripts(), events, options.clock());
        this.hooks = Hooks.start(files, settings.configuration().programs().hooks(), options.clock());
        hooks.ifPresent(events::subscribe);
        Fence fence = node.map(ClusterNode::fence).orElse(Fence.NONE);
        this.mailSystem = new MailSystem(
                files, this.settings::get, () -> addresses(Service.SMTP), events, record, options, fence);
        this.sessionFactory =
                new SessionFactory(files, this.settings::get, options, mailSystem, record, limiter, tls, faults, fence);
        this.housekeeping = new Housekeeping(files, this.settings::get, options.clock());
        try {
            Configuration configuration = settings.configuration();
            for (Service service : Service.values()) {
                listen(service, service.places(configuration));
            }
            RunFiles.write(files, ports());
            mailSystem.start(node);
        } catch (StartException | IOException e) {
            closeListeners();
            sessionFactory.close();
            record.close();
            hooks.ifPresent(Hooks::close);
            throw e;
        }
        if (options.clock() instanceof ScaledClock clock) {
            clock.whenAdvanced(mailSystem.queue()::wake);
        }
        node.ifPresent(one -> one.serve(new ClusterMember(mailSystem, limiter)));
        housekeeping.start();
        record.history().start(new ServerGauge(this));
        listeners.forEach(Listener::start);
        Logger.info(LogLine.server("started", ports().strip().replace("\n", ", ")));
    }

    private void listen(Service service, List<HostPort> places) throws StartException {
        for (HostPort place : places) {
            try {
                listeners.add(new Listener(service, place, socket -> sessionFactory.admit(service, socket)));
            } catch (StartException e) {
                if (!service.isDispensable(place)) {
                    throw e;
                }
                notServed.add(e.getMessage());
                Logger.warn("{}", e.getMessage());
            }
        }
    }

    private String ports() {
        return Stream.of(Service.values())
                .flatMap(service ->
                        addresses(service).stream().map(address -> service.label() + " " + RunFiles.text(address)))
                .collect(Collectors.joining("\n"));
    }

    public ServerFiles files() {
        return files;
    }

    public Configuration configuration() {
        return settings.get().configuration();
    }

    public Settings settings() {
        return settings.get();
    }

    /** Where who is at this address logs in, with the same brakes on every port. */
    public LoginService loginService(InetAddress client) {
        return sessionFactory.loginService(client);
    }

    /** Where messages are handed in that don't come by SMTP. */
    public Submission submission() {
        return sessionFactory.submission();
    }

    /** Everybody who is connected to a mail port, as service and network. */
    public List<ConnectedClient> connected() {
        return limiter.connected();
    }

    /** TLS as the mail ports have it; empty in a class-room. */
    public Optional<ServerTls> tls() {
        return tls;
    }

    public Instant started() {
        return started;
    }

    /** Where a service is to be had, with the ports that were picked for port 0. */
    public List<InetSocketAddress> addresses(Service service) {
        return listeners.stream()
                .filter(listener -> listener.service() == service)
                .map(Listener::address)
                .toList();
    }

    /** Ports that nobody asked for and that were taken, a line each. */
    public List<String> notServed() {
        return List.copyOf(notServed);
    }

    /** What the next client that asks for TLS will see. */
    public Optional<Identity> identity() {
        return tls.map(ServerTls::identity);
    }

    public int smtpSessions() {
        return limiter.count(service -> !service.isPop3());
    }

    public int pop3Sessions() {
        return limiter.count(Service::isPop3);
    }

    /** The rules by which it misbehaves; empty where that is not allowed. */
    public Optional<FaultBook> faults() {
        return faults;
    }

    /** How it stands with programs that are told of deliveries; empty where there are none. */
    public Optional<String> hooks() {
        return hooks.map(Hooks::inWords);
    }

    /** What it is in a cluster; empty for a single server. */
    public Optional<ClusterNode> node() {
        return node;
    }

    public MailRecord record() {
        return record;
    }

    /** What happens to mail, for whoever wants to listen. */
    public EventHub events() {
        return events;
    }

    public QueueRunner queue() {
        return mailSystem.queue();
    }

    public Router router() {
        return mailSystem.router();
    }

    /**
     * Takes new settings without dropping a session.
     *
     * @return lines that say what was taken and what waits for a restart
     */
    public List<String> reload(Settings fresh) {
        List<String> lines = ReloadReport.of(configuration(), fresh.configuration());
        settings.set(fresh);
        mailSystem.settingsChanged();
        Logger.info(LogLine.server("reloaded", "the files were read again"));
        return lines;
    }

    /** Lets nobody new in, gives sessions and deliveries this long to finish, then says goodbye to them. Counts once. */
    public void stop(Duration grace) {
        if (stopping.getAndSet(true)) {
            return;
        }
        Logger.info(LogLine.server("stopping", "sessions have some time to finish"));
        closeListeners();
        limiter.drain(grace);
        mailSystem.stop(grace);
        sessionFactory.close();
        record.close();
        hooks.ifPresent(Hooks::close);
        housekeeping.close();
        node.ifPresent(ClusterNode::close);
        RunFiles.remove(files);
        // The last word before the lock goes: another server may write to the same log from then on.
        Logger.info(LogLine.server("stopped", "goodbye"));
        try {
            lock.close();
        } catch (IOException e) {
            Logger.warn("the home lock: {}", e.toString());
        }
        stopped.countDown();
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    private void closeListeners() {
        listeners.forEach(Listener::close);
    }
}
