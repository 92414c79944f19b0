package mailserver.cli.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import mailserver.cli.log.Logging;
import mailserver.cli.serve.DrainAtExit;
import mailserver.cli.serve.RunningServer;
import mailserver.cli.support.ClockOption;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Conversation;
import mailserver.cli.support.Exit;
import mailserver.config.ClassRoom;
import mailserver.config.ClassRoom.LabServer;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.config.value.LogSettings;
import mailserver.server.ServerOptions;
import mailserver.server.StartException;
import mailserver.web.WebInterface;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab}: the class-room mode, servers from the assignment's two files and nothing else. */
@Command(name = "lab", description = "Run the servers of a class-room's config.toml and fdns.toml in the foreground.")
public final class LabCommand implements Callable<Integer> {
    /** Whoever presses Ctrl-C at a desk doesn't want to wait. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    @Option(
            names = "-n",
            paramLabel = "NAME",
            description = "the server to run; without it, all of them in one process")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "-d",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "the folder with config.toml and fdns.toml, where the servers' homes are too (default: .)")
    private Path folder = Path.of(".");

    @Option(names = "--http", description = "also serve HTTP, without a login, at a free port of this machine")
    private boolean http;

    @Mixin
    private ClockOption clock;

    @Option(names = "--fresh", description = "begin with empty mailboxes and an empty queue")
    private boolean fresh;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path place = folder.toAbsolutePath().normalize();
        Path config = place.resolve("config.toml");
        if (!Files.exists(config)) {
            throw new ConfigurationException(
                    List.of(new Fault(config, 0, "no such file; -d names the folder with config.toml and fdns.toml")));
        }
        ClassRoom room = ClassRoom.read(place);
        List<LabServer> chosen = chosen(room, place);
        // A process has one log: that of several servers is in the first one's folder. The console is the
        // conversation's.
        Logging.ofServer(files(place, chosen.getFirst()), LogSettings.DEFAULT, Logging.Console.SILENT);
        InstantSource time = clock.clock();
        Conversation conversation = new Conversation(spec.commandLine().getOut(), chosen.size() > 1);
        // The hook may come while servers are being added.
        var running = new CopyOnWriteArrayList<RunningServer>();
        try (DrainAtExit drain = new DrainAtExit(() -> stop(running))) {
            drain.arm();
            for (LabServer server : chosen) {
                running.add(start(room, place, server, conversation, time, running));
            }
            running.forEach(server -> show(server.server().configuration().hostname(), server));
            spec.commandLine().getOut().flush();
            for (RunningServer server : running) {
                server.awaitStopRequest();
                server.stop(GRACE);
            }
        } finally {
            stop(running);
            Logging.shutdown();
        }
        return Exit.DONE;
    }

    private List<LabServer> chosen(ClassRoom room, Path place) throws CommandFailed {
        String names = String.join(", ", room.servers().keySet());
        List<LabServer> servers = room.servers().values().stream()
                .filter(server -> name.filter(wanted -> !wanted.equalsIgnoreCase(server.name()))
                        .isEmpty())
                .toList();
        if (servers.isEmpty()) {
            String file = place.resolve("config.toml").toString();
            throw new CommandFailed(
                    name.isPresent() && !names.isEmpty()
                            ? "there is no server " + name.get() + " in " + file + "; it has " + names
                            : file + " has no server; add one under [server]");
        }
        return servers;
    }

    private RunningServer start(
            ClassRoom room,
            Path place,
            LabServer server,
            Conversation conversation,
            InstantSource time,
            List<RunningServer> all)
            throws IOException, StartException, CommandFailed {
        ServerFiles files = files(place, server);
        Settings settings = LabSettings.of(room, server, http);
        if (fresh) {
            new FreshStart(files).empty(settings.configuration().domains());
        }
        var started = new AtomicReference<RunningServer>();
        ServerOptions options = ServerOptions.DEFAULT
                .withClock(time)
                .withTranscripts(label -> conversation.of(server.name(), () -> sessions(started.get()), label));
        RunningServer running = RunningServer.start(
                files,
                settings,
                options,
                () -> LabSettings.read(place, server.name(), http),
                WebInterface.Access.OPEN_ON_LOOPBACK,
                () -> all.stream().map(RunningServer::server).toList());
        started.set(running);
        return running;
    }

    /** A client may come before its server's start returns. */
    private static int sessions(RunningServer running) {
        return running == null
                ? 0
                : running.server().smtpSessions() + running.server().pop3Sessions();
    }

    private static ServerFiles files(Path place, LabServer server) {
        return new ServerFiles(place.resolve(server.name()));
    }

    private void show(String hostname, RunningServer server) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("server    " + hostname);
        server.report().ports().forEach(out::println);
    }

    private static void stop(List<RunningServer> running) {
        running.forEach(server -> server.stop(GRACE));
    }
}
