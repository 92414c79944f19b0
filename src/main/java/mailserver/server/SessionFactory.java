package mailserver.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import mailserver.cluster.FencedMailHandler;
import mailserver.config.Configuration;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.value.Limits;
import mailserver.config.value.Network;
import mailserver.fault.FaultBook;
import mailserver.fault.FaultyConnection;
import mailserver.pop3.Pop3Settings;
import mailserver.record.MailRecord;
import mailserver.sasl.LoginService;
import mailserver.smtp.server.Access;
import mailserver.smtp.server.MailHandler;
import mailserver.smtp.server.SmtpSettings;
import mailserver.smtp.server.Submission;
import mailserver.store.Fence;
import mailserver.tls.ServerTls;
import mailserver.wire.Connection;
import mailserver.wire.StallGuard;
import mailserver.wire.TlsLayer;
import mailserver.wire.Transcript;
import mailserver.wire.Transcripts;
import mailserver.wire.proxy.ProxiedSocket;
import mailserver.wire.text.IpText;
import org.tinylog.Logger;

/** Where clients come in: each is checked against the limits and given a session of its protocol. */
final class SessionFactory implements Closeable {
    /** In which a load balancer says whom it brings; it sends that with the first packet. */
    private static final Duration HEADER = Duration.ofSeconds(5);

    private static final int MOST_UNNAMED = 1000;

    private final Supplier<Settings> settings;
    private final String hostname;
    private final InstantSource clock;
    private final Function<String, Transcript> transcripts;
    private final MailSystem mailSystem;
    private final MailHandler handler;
    private final Fence fence;
    private final MailRecord record;
    private final LoginPolicy loginPolicy;
    private final AccountMaildrops maildrops;
    private final Semaphore unnamed = new Semaphore(MOST_UNNAMED);
    private final ConnectionLimiter limiter;
    private final Optional<ServerTls> tls;
    private final StallGuard stallGuard;
    private final Refusals refusals = new Refusals(64);
    private final Optional<FaultBook> faults;

    SessionFactory(
            ServerFiles files,
            Supplier<Settings> settings,
            ServerOptions options,
            MailSystem mailSystem,
            MailRecord record,
            ConnectionLimiter limiter,
            Optional<ServerTls> tls,
            Optional<FaultBook> faults,
            Fence fence)
            throws IOException {
        this.settings = settings;
        this.hostname = settings.get().configuration().hostname();
        this.clock = options.clock();
        this.transcripts = options.transcripts();
        this.mailSystem = mailSystem;
        this.record = record;
        this.loginPolicy = new LoginPolicy(files, settings, clock);
        this.fence = fence;
        this.handler = fence == Fence.NONE ? mailSystem : new FencedMailHandler(mailSystem, fence);
        this.maildrops = new AccountMaildrops(files, settings, loginPolicy, clock, fence);
        this.limiter = limiter;
        this.faults = faults;
        this.tls = tls;
        this.stallGuard = new StallGuard(settings.get().configuration().limits().idle());
    }

    /** Lets a client in, or turns it away before it has cost more than the look at its address. */
    void admit(Service service, Socket socket) {
        try (socket) {
            if (!fence.holds()) {
                // RFC 3463 §3.4, X.3.2: for now, and another node may well take it.
                turnAway(service, socket, "3.2", "this node has lost its lease, try again");
                return;
            }
            Optional<InetSocketAddress> brought = client(service, socket);
            if (brought.isEmpty()) {
                return;
            }
            InetAddress client = brought.get().getAddress();
            boolean trusted = configuration().trust().trusts(client);
            switch (limiter.enter(service, client, trusted, configuration().limits())) {
                case ConnectionLimiter.Answer.Welcome(ConnectionLimiter.Place place) -> {
                    try (place) {
                        serve(service, new Connection(socket, brought.get()), place);
                    }
                }
                case ConnectionLimiter.Answer.Refused(String why) -> {
                    refusals.log(service, client, why);
                    turnAway(service, socket, "7.0", why);
                }
            }
        } catch (IOException e) {
            Logger.debug("{}: the client left before it was greeted: {}", service.label(), e.getMessage());
        }
    }

    /** Who has connected, or whom a load balancer brings; empty where that one doesn't say so: it is told nothing. */
    private Optional<InetSocketAddress> client(Service service, Socket socket) {
        var peer = (InetSocketAddress) socket.getRemoteSocketAddress();
        List<Network> balancers = service.proxyFrom(configuration());
        if (balancers.stream().noneMatch(network -> network.contains(peer.getAddress()))) {
            return Optional.of(peer);
        }
        if (!unnamed.tryAcquire()) {
            refusals.log(service, peer.getAddress(), "too many connections that have not said whom they bring");
            return Optional.empty();
        }
        try {
            return Optional.of(ProxiedSocket.client(socket, HEADER));
        } catch (IOException e) {
            refusals.log(service, peer.getAddress(), "PROXY header: " + e.getMessage());
            return Optional.empty();
        } finally {
            unnamed.release();
        }
    }

    private void turnAway(Service service, Socket socket, String detail, String why) throws IOException {
        if (service.implicitTls()) {
            // Words would have to be in TLS, and a handshake is more work than the session that we have no room for.
            return;
        }
        // RFC 5321 §3.8, RFC 3206 §4.
        refusals.send(
                socket, service.isPop3() ? "-ERR [SYS/TEMP] " + why : "421 4." + detail + " " + hostname + ": " + why);
    }

    private void serve(Service service, Connection connection, ConnectionLimiter.Place place) throws IOException {
        InetAddress client = connection.remote().getAddress();
        Transcript transcript = transcript(service, connection.remote());
        Optional<FaultyConnection> faulty =
                faults.map(book -> new FaultyConnection(book, service.isPop3(), client, transcript));
        Admitted session = service.isPop3()
                ? pop3Session(service, connection, transcript)
                : smtpSession(service, connection, handler(faulty), transcript);
        place.take(session);
        if (service == Service.SMTP) {
            mailSystem.heardFrom(client);
        }
        stallGuard.watch(connection);
        try {
            if (!service.implicitTls()
                    || ImplicitTls.begin(service, hostname, connection, tls.orElseThrow()::wrap, transcript)) {
                if (faulty.isEmpty() || admits(faulty.get(), connection)) {
                    session.run().run();
                }
            }
        } finally {
            stallGuard.forget(connection);
        }
    }

    private Transcript transcript(Service service, InetSocketAddress remote) {
        String client = IpText.of(remote.getAddress());
        Transcript shown = transcripts.apply(service.label() + " " + client + ":" + remote.getPort());
        return service.isPop3() ? shown : Transcripts.both(shown, record.session(client));
    }

    private MailHandler handler(Optional<FaultyConnection> faulty) {
        return faulty.<MailHandler>map(one -> new FaultyMailHandler(handler, faults.orElseThrow(), one))
                .orElse(handler);
    }

    /** Whether there is to be a session at all, where faults are on. */
    static boolean admits(FaultyConnection faulty, Connection connection) throws IOException {
        connection.interfere(faulty);
        Optional<String> instead = faulty.connected();
        if (instead.isPresent()) {
            connection.write(instead.get());
            connection.closeGently();
        }
        return instead.isEmpty();
    }

    private Admitted smtpSession(Service service, Connection connection, MailHandler handler, Transcript transcript) {
        boolean trusted = configuration().trust().trusts(connection.remote().getAddress());
        var access = new Access(
                tlsLayer(),
                service.implicitTls(),
                service == Service.SMTP
                        ? Optional.empty()
                        : Optional.of(
                                loginPolicy.loginService(connection.remote().getAddress())));
        var session = new mailserver.smtp.server.Session(
                connection, trusted, access, handler, this::smtpSettings, mailSystem.ids(), clock, transcript);
        return new Admitted(connection, session::run, session::end);
    }

    private SmtpSettings smtpSettings() {
        Configuration now = configuration();
        Limits limits = now.limits();
        return new SmtpSettings(
                hostname,
                limits.messageSize(),
                limits.recipients(),
                limits.errors(),
                limits.idle(),
                now.bareNewlines());
    }

    /** Where who is at this address logs in. */
    LoginService loginService(InetAddress client) {
        return loginPolicy.loginService(client);
    }

    /** Where messages are handed in that don't come by SMTP. */
    Submission submission() {
        return new Submission(handler, this::smtpSettings, mailSystem.ids(), clock);
    }

    private Admitted pop3Session(Service service, Connection connection, Transcript transcript) {
        var session = new mailserver.pop3.Session(
                connection, tlsLayer(), service.implicitTls(), maildrops, this::pop3Settings, transcript);
        return new Admitted(connection, session, session::drain);
    }

    private Pop3Settings pop3Settings() {
        Limits limits = configuration().limits();
        // RFC 1939 §3 wants ten minutes at least where RFC 5321 is content with five.
        Duration idle = limits.idle().multipliedBy(2);
        return new Pop3Settings(
                hostname,
                idle,
                limits.idle(),
                limits.errors(),
                configuration().pop3Extensions(),
                configuration().kept());
    }

    private Optional<TlsLayer> tlsLayer() {
        return tls.map(server -> server::wrap);
    }

    private Configuration configuration() {
        return settings.get().configuration();
    }

    @Override
    public void close() {
        stallGuard.close();
    }

    private record Admitted(Connection connection, Runnable run, Runnable ending) implements ConnectionLimiter.Session {
        @Override
        public void end() {
            ending.run();
        }

        @Override
        public void cut() {
            connection.close();
        }
    }
}
