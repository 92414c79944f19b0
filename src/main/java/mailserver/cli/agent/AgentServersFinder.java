package mailserver.cli.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.config.ClassRoom;
import mailserver.config.Configuration;
import mailserver.config.ConfigurationReader;
import mailserver.config.ServerFiles;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.config.value.HostPort;
import mailserver.config.value.Listen;

/** Finds an agent's servers: through the class room's two files, or through a server's home on this machine. */
final class AgentServersFinder {
    /** What is listened at on every address is reached on this one. */
    private static final Map<String, String> ANY = Map.of("0.0.0.0", "127.0.0.1", "::", "127.0.0.1");

    private AgentServersFinder() {}

    static AgentEndpoints inClassRoom(Path folder, String domain) throws ConfigurationException {
        ClassRoom room = ClassRoom.read(folder);
        Path config = folder.resolve("config.toml");
        Optional<ClassRoom.AgentServers> found =
                Optional.ofNullable(room.agents().get(domain));
        if (found.isEmpty()) {
            throw fault(config, "[agent] has no line for \"" + domain + "\"");
        }
        ClassRoom.AgentServers servers = found.get();
        return new AgentEndpoints(inZone(room, folder, servers.smtp()), inZone(room, folder, servers.pop()));
    }

    private static HostPort inZone(ClassRoom room, Path folder, String name) throws ConfigurationException {
        Optional<HostPort> found = room.zone().service(name);
        if (found.isEmpty()) {
            throw fault(folder.resolve("fdns.toml"), "[P] has no line for \"" + name + ".\"");
        }
        return found.get();
    }

    static AgentEndpoints inHome(ServerFiles files) throws ConfigurationException {
        if (!Files.exists(files.configuration())) {
            throw fault(files.configuration(), "is not there; give -d DIR, or --smtp HOST:PORT and --pop HOST:PORT");
        }
        Configuration configuration = ConfigurationReader.read(files.configuration());
        return new AgentEndpoints(
                listener(files, "smtp", configuration.smtp()), listener(files, "pop3", configuration.pop3()));
    }

    private static HostPort listener(ServerFiles files, String protocol, Listen listen) throws ConfigurationException {
        if (listen.listen().isEmpty()) {
            throw fault(files.configuration(), "[" + protocol + "] listens nowhere");
        }
        HostPort first = listen.listen().getFirst();
        return reachable(first.port() == 0 ? chosen(files, protocol) : first);
    }

    /** The port that the running server picked when it was told 0. */
    private static HostPort chosen(ServerFiles files, String protocol) throws ConfigurationException {
        Path ports = files.run().resolve("ports");
        List<String> lines;
        try {
            lines = Files.readAllLines(ports);
        } catch (IOException e) {
            throw fault(ports, "can't be read; is the server running?");
        }
        Optional<HostPort> found = lines.stream()
                .filter(line -> line.startsWith(protocol + " "))
                .flatMap(line ->
                        HostPort.parse(line.substring(protocol.length() + 1).strip()).stream())
                .findFirst();
        if (found.isEmpty()) {
            throw fault(ports, "has no line for " + protocol + "; is the server running?");
        }
        return found.get();
    }

    private static HostPort reachable(HostPort listener) {
        return new HostPort(ANY.getOrDefault(listener.host(), listener.host()), listener.port());
    }

    private static ConfigurationException fault(Path file, String message) {
        return new ConfigurationException(List.of(new Fault(file, 0, message)));
    }
}
