package mailserver.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import mailserver.config.Configuration;
import mailserver.config.Limits;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.pop3.Pop3Settings;
import mailserver.smtp.SmtpSettings;
import mailserver.wire.Connection;
import mailserver.wire.StallGuard;
import mailserver.wire.Transcript;
import org.tinylog.Logger;

/** Where clients come in: each is checked against the limits and given a session of its protocol. */
final class Doors implements Closeable {
    private final Supplier<Settings> settings;
    private final String hostname;
    private final InstantSource clock;
    private final Function<String, Transcript> transcripts;
    private final MailRoom mailRoom;
    private final AccountMaildrops maildrops;
    private final Sessions sessions;
    private final StallGuard stallGuard;

    Doors(ServerFiles files, Supplier<Settings> settings, ServerOptions options, MailRoom mailRoom, Sessions sessions) {
        this.settings = settings;
        this.hostname = settings.get().configuration().hostname();
        this.clock = options.clock();
        this.transcripts = options.transcripts();
        this.mailRoom = mailRoom;
        this.maildrops = new AccountMaildrops(files, settings, clock);
        this.sessions = sessions;
        this.stallGuard = new StallGuard(settings.get().configuration().limits().idle());
    }

    void smtp(Socket socket) {
        admit(socket, "smtp", "421 4.7.0 " + hostname + ": ", this::smtpSession);
    }

    void pop3(Socket socket) {
        admit(socket, "pop3", "-ERR [SYS/TEMP] ", this::pop3Session);
    }

    private Admitted smtpSession(Connection connection, Transcript transcript) {
        boolean trusted = configuration().trust().trusts(connection.remote().getAddress());
        var session = new mailserver.smtp.Session(
                connection, trusted, mailRoom, this::smtpSettings, mailRoom.ids(), clock, transcript);
        return new Admitted("smtp", connection, session::run, session::end);
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

    private Admitted pop3Session(Connection connection, Transcript transcript) {
        var session = new mailserver.pop3.Session(connection, maildrops, this::pop3Settings, transcript);
        return new Admitted("pop3", connection, session, session::drain);
    }

    private Pop3Settings pop3Settings() {
        Limits limits = configuration().limits();
        // RFC 1939 §3 wants ten minutes at least where RFC 5321 is content with five.
        Duration idle = limits.idle().multipliedBy(2);
        return new Pop3Settings(hostname, idle, limits.errors(), configuration().pop3Extensions());
    }

    private interface Opening {
        Admitted open(Connection connection, Transcript transcript);
    }

    private void admit(Socket socket, String protocol, String no, Opening opening) {
        try (socket) {
            var connection = new Connection(socket);
            String client = socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
            Admitted session = opening.open(connection, transcripts.apply(protocol + " " + client));
            boolean trusted = configuration().trust().trusts(socket.getInetAddress());
            Optional<String> refusal =
                    sessions.enter(session, trusted, configuration().limits());
            if (refusal.isPresent()) {
                Logger.info("{} {}: turned away: {}", protocol, client, refusal.get());
                connection.write(no + refusal.get() + "\r\n");
                connection.closeGently();
                return;
            }
            stallGuard.watch(connection);
            try {
                session.run().run();
            } finally {
                stallGuard.forget(connection);
                sessions.leave(session);
            }
        } catch (IOException e) {
            Logger.debug("{}: the client left before it was greeted: {}", protocol, e.getMessage());
        }
    }

    private Configuration configuration() {
        return settings.get().configuration();
    }

    @Override
    public void close() {
        stallGuard.close();
    }

    private record Admitted(String protocol, Connection connection, Runnable run, Runnable ending)
            implements Sessions.Session {
        @Override
        public InetAddress client() {
            return connection.remote().getAddress();
        }

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
