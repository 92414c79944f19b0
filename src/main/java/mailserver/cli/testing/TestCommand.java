package mailserver.cli.testing;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.cli.log.Logging;
import mailserver.cli.serve.DrainAtExit;
import mailserver.cli.serve.RunningServer;
import mailserver.cli.support.ClockOption;
import mailserver.cli.support.Exit;
import mailserver.config.Settings;
import mailserver.config.value.LogSettings;
import mailserver.server.ServerOptions;
import mailserver.server.Service;
import mailserver.testing.OpenSettings;
import mailserver.testing.TestHome;
import mailserver.web.WebInterface;
import org.tinylog.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code test}: a server for the tests of other programs, whose home is gone when it ends. */
@Command(
        name = "test",
        description = "Run a throw-away server in the foreground: every address has a mailbox (password "
                + OpenSettings.PASSWORD
                + "), no mail leaves. Prints its ports as a line of JSON; ends when standard input closes.")
public final class TestCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final ReentrantLock ENDING = new ReentrantLock();

    // It is the only form there is; who asks for it gets it.
    @Option(names = "--json", description = "the line of ports as JSON, which it is anyway")
    private boolean json;

    @Mixin
    private ClockOption clock;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        TestHome home = TestHome.make();
        Logging.ofServer(home.files(), LogSettings.DEFAULT, Logging.Console.SILENT);
        Settings settings = OpenSettings.make(true);
        try (RunningServer server = RunningServer.start(
                        home.files(),
                        settings,
                        ServerOptions.DEFAULT.withClock(clock.clock()),
                        () -> settings,
                        WebInterface.Access.OPEN_ON_LOOPBACK,
                        List::of);
                DrainAtExit drain = new DrainAtExit(() -> end(server, home))) {
            drain.arm();
            spec.commandLine().getOut().println(ports(server, home));
            spec.commandLine().getOut().flush();
            Thread.ofVirtual().start(() -> awaitEnd(server, System.in));
            server.awaitStopRequest();
            end(server, home);
        } finally {
            Logging.shutdown();
            home.close();
        }
        return Exit.DONE;
    }

    /** Whoever started us closes it, or ends, which closes it too. */
    private static void awaitEnd(RunningServer server, InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            Logger.debug("standard input: {}", e.toString());
        }
        server.stop(GRACE);
    }

    /** Once, by whoever is first: the hook of a signal, or the command. The log ends before its folder goes. */
    private static void end(RunningServer server, TestHome home) {
        server.stop(GRACE);
        ENDING.lock();
        try {
            Logging.shutdown();
            home.close();
        } catch (IOException e) {
            System.err.println(home.files().home() + " stays: " + e);
        } finally {
            ENDING.unlock();
        }
    }

    private static JsonObject ports(RunningServer server, TestHome home) {
        var ports = new JsonObject();
        for (Service service : Service.values()) {
            ports.addProperty(
                    service.label(),
                    server.server().addresses(service).getFirst().getPort());
        }
        server.web()
                .ifPresent(web -> ports.addProperty(
                        "http", "http://" + web.ports().getFirst().place()));
        ports.addProperty("home", home.files().home().toString());
        return ports;
    }
}
