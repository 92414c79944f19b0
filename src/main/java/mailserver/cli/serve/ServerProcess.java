package mailserver.cli.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mailserver.cli.log.Logging;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.Hint;
import mailserver.cli.support.Stopper;
import mailserver.cli.support.TlsFilesCheck;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.control.ControlClient;
import mailserver.control.ControlRequest;
import mailserver.server.ServerOptions;
import mailserver.server.StartException;

/** What {@code start}, {@code restart} and {@code run} have in common: a process whose life is one server's. */
final class ServerProcess {
    private final ServerFiles files;
    private final PrintWriter out;
    private final PrintWriter err;

    ServerProcess(ServerFiles files, PrintWriter out, PrintWriter err) {
        this.files = files;
        this.out = out;
        this.err = err;
    }

    /** Starts, reports to the launcher, and returns when the server has stopped. */
    int run(Logging.Console console) throws IOException, CommandFailed, StartException, InterruptedException {
        if (new ControlClient(files.control()).ask(new ControlRequest.Status()).isPresent()) {
            throw new CommandFailed("a server runs in " + files.home()
                    + " already; " + Hint.of(files, "status") + " tells more, " + Hint.of(files, "restart")
                    + " starts it anew");
        }
        if (!new Stopper(files).isFree()) {
            throw new CommandFailed(
                    "a server in " + files.home() + " is just stopping (or starting); try again in a moment");
        }
        Settings settings = settings();
        Logging.ofServer(files, settings.configuration().log(), console)
                .ifPresent(notice -> err.println("warning: " + notice));
        ServerOptions options = ServerOptions.DEFAULT.withTranscripts(Logging::transcript);
        var manager = new ServiceManager(System.getenv());
        var started = new CompletableFuture<RunningServer>();
        // Armed before anything answers: who has seen a port may send a signal at once.
        try (DrainAtExit drain = new DrainAtExit(() -> {
            manager.close();
            stop(started);
        })) {
            drain.arm();
            serve(settings, options, manager, started);
            return Exit.DONE;
        } finally {
            // A signal in the midst of a start that fails waits for nothing more.
            started.cancel(false);
            Logging.shutdown();
        }
    }

    private void serve(
            Settings settings, ServerOptions options, ServiceManager manager, CompletableFuture<RunningServer> started)
            throws IOException, StartException, InterruptedException {
        try (RunningServer server = RunningServer.start(files, settings, options, SettingsSource.ofHome(files))) {
            started.complete(server);
            server.report().started().forEach(out::println);
            out.flush();
            Launcher.report(Exit.DONE);
            manager.ready("serving " + settings.configuration().hostname(), new Liveness(server.server()));
            server.awaitStopRequest();
            manager.close();
            server.stop(RunningServer.GRACE);
        }
    }

    /** One that is about to start is stopped when it has. */
    private static void stop(CompletableFuture<RunningServer> started) {
        try {
            started.get(RunningServer.GRACE.toSeconds(), TimeUnit.SECONDS).stop(RunningServer.GRACE);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            // There is none.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // With an exit code of its own: whoever starts it again and again, as systemd does, may give up at once.
    private Settings settings() throws IOException, CommandFailed {
        FirstStart first = new FirstStart(files, out);
        first.writeConfiguration();
        try {
            Settings settings = first.settings();
            TlsFilesCheck.run(settings, files);
            settings.warnings(files).forEach(warning -> err.println("warning: " + warning));
            return settings;
        } catch (ConfigurationException e) {
            throw CommandFailed.of(Exit.CONFIGURATION, e);
        }
    }
}
