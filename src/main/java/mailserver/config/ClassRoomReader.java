package mailserver.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailserver.account.AccountLine;
import mailserver.config.ClassRoom.AgentServers;
import mailserver.config.ClassRoom.LabServer;
import mailserver.config.file.NameSyntax;
import mailserver.mail.Address;

/** Reads the class room's {@code config.toml}: {@code [agent]}, {@code [server]} and {@code [accounts."name"]}. */
final class ClassRoomReader {
    private final Section root;

    ClassRoomReader(Section root) {
        this.root = root;
    }

    /** The class room without its zone, which has a file of its own. */
    ClassRoom read() {
        ClassRoom room = new ClassRoom(agents(), servers(), Zone.EMPTY);
        root.finish();
        return room;
    }

    private Map<String, AgentServers> agents() {
        Section section = root.section("agent");
        Map<String, AgentServers> agents = new LinkedHashMap<>();
        for (String domain : section.keys()) {
            Section agent = section.section(domain);
            Optional<String> smtp = required(agent, section, domain, "smtp", Values::text);
            Optional<String> pop = required(agent, section, domain, "pop", Values::text);
            agent.finish();
            if (!NameSyntax.isDomain(domain)) {
                section.fault(domain, "is not a mail domain");
            } else if (smtp.isPresent() && pop.isPresent()) {
                agents.put(NameSyntax.folded(domain), new AgentServers(smtp.get(), pop.get()));
            }
        }
        return agents;
    }

    private Map<String, LabServer> servers() {
        Section section = root.section("server");
        Section accounts = root.section("accounts");
        Map<String, LabServer> servers = new LinkedHashMap<>();
        for (String name : section.keys()) {
            Section server = section.section(name);
            Optional<Integer> smtp = required(server, section, name, "smtp", Values::port);
            Optional<Integer> pop = required(server, section, name, "pop", Values::port);
            server.finish();
            Map<String, String> passwords = passwords(accounts.section(name));
            if (NameSyntax.domain(name).filter(name::equalsIgnoreCase).isEmpty()) {
                // Its home is a folder of this name, as it is written.
                section.fault(name, "is not a server name such as \"exmail.example\"");
            } else if (smtp.isPresent() && pop.isPresent()) {
                servers.put(name, new LabServer(name, smtp.get(), pop.get(), passwords));
            }
        }
        accounts.keys().stream()
                .filter(name -> !section.keys().contains(name))
                .forEach(name -> accounts.fault(name, "there is no such name in [server]"));
        return servers;
    }

    private static Map<String, String> passwords(Section section) {
        Map<String, String> passwords = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (String written : section.keys()) {
            Optional<Address> address = Address.parse(written);
            if (address.isEmpty()) {
                section.fault(written, "is not an address");
            } else if (!AccountLine.fits(address.get())) {
                section.fault(written, AccountLine.MISFIT);
            } else if (NameSyntax.isTaken(address.get().domain())) {
                section.fault(
                        written, "can't be an account: maildir/" + address.get().domain() + " has another use");
            } else if (!seen.add(address.get().folded())) {
                section.fault(written, "is listed twice");
            }
            section.value(written, Values::text).ifPresent(password -> passwords.put(written, password));
        }
        return passwords;
    }

    private static <T> Optional<T> required(
            Section section, Section parent, String name, String key, ValueReader<T> reader) {
        if (parent.isSection(name) && !section.keys().contains(key)) {
            parent.fault(name, "has no " + key);
        }
        return section.value(key, reader);
    }
}
