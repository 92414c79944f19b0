package mailserver.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Faults;

/**
 * The networking course's assignment: servers with their accounts, where agents find them, and the pseudo-DNS.
 *
 * @param agents the servers for people, by lower-case mail domain
 * @param servers by name, in the order of the file
 */
public record ClassRoom(Map<String, AgentServers> agents, Map<String, LabServer> servers, Zone zone) {
    public ClassRoom {
        agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
    }

    /** The names, to be looked up in the zone, of the servers that people of a mail domain talk to. */
    public record AgentServers(String smtp, String pop) {}

    /**
     * One server of the lab.
     *
     * @param accounts address, as it was written, to password, in the order of the file
     */
    public record LabServer(String name, int smtpPort, int pop3Port, Map<String, String> accounts) {
        public LabServer {
            accounts = Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
        }
    }

    /** Reads {@code config.toml} and {@code fdns.toml} in this folder. */
    public static ClassRoom read(Path folder) throws ConfigurationException {
        Faults faults = new Faults();
        ClassRoom room = Section.read(folder.resolve("config.toml"), faults)
                .map(root -> new ClassRoomReader(root).read())
                .orElseGet(() -> new ClassRoom(Map.of(), Map.of(), Zone.EMPTY));
        Zone zone = Zone.read(folder.resolve("fdns.toml"), faults);
        faults.throwIfAny();
        return new ClassRoom(room.agents(), room.servers(), zone);
    }
}
