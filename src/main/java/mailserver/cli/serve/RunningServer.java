package mailserver.cli.serve;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.cli.queue.QueueChanges;
import mailserver.cli.support.Failures;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.control.ControlAnswer;
import mailserver.control.ControlHandler;
import mailserver.control.ControlRequest;
import mailserver.control.ControlSocket;
import mailserver.queue.look.HopLines;
import mailserver.server.MailServer;
import mailserver.server.ServerOptions;
import mailserver.server.StartException;
import org.tinylog.Logger;

/** A server and its control socket: runs until somebody asks it to stop. */
public final class RunningServer implements ControlHandler, Closeable {
    /** How long sessions may go on when a server is told to stop. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final MailServer server;
    private final SettingsSource source;
    private final ControlSocket control;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final ReentrantLock stopping = new ReentrantLock();
    private boolean stopped;

    private RunningServer(MailServer server, SettingsSource source) throws IOException {
        this.server = server;
        this.source = source;
        this.control = ControlSocket.start(server.files().control(), request -> answer(request));
    }

    public static RunningServer start(
            ServerFiles files, Settings settings, ServerOptions options, SettingsSource source) throws StartException {
        MailServer server = MailServer.start(files, settings, options);
        try {
            return new RunningServer(server, source);
        } catch (IOException e) {
            server.close();
            throw new StartException("no control socket at " + files.control() + ": " + Failures.text(e));
        }
    }

    public MailServer server() {
        return server;
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
            control.close();
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
            case ControlRequest.Status ignored -> ControlAnswer.ok(new ServerReport(server).status(Instant.now()));
            case ControlRequest.QueueHops ignored -> ControlAnswer.ok(new HopLines().of(server.queue()));
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
