package mailserver.cli.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.account.Account;
import mailserver.account.Accounts;
import mailserver.account.Aliases;
import mailserver.account.Secret;
import mailserver.config.ClassRoom;
import mailserver.config.ClassRoom.LabServer;
import mailserver.config.Configuration;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.config.value.HostPort;
import mailserver.config.value.Listen;
import mailserver.config.value.PlaintextPasswords;
import mailserver.config.value.ProgramSettings;
import mailserver.config.value.TrustedClients;
import mailserver.config.value.WebSettings;
import mailserver.mail.Address;

/** A class-room server's settings: what its two files say, and the defaults for the rest. */
final class LabSettings {
    private LabSettings() {}

    /** @param http whether HTTP is served, at a free port of the loopback */
    static Settings of(ClassRoom room, LabServer server, boolean http) {
        var accounts = new ArrayList<Account>();
        for (Map.Entry<String, String> entry : server.accounts().entrySet()) {
            // Read from the file, so it is an address.
            Address.parse(entry.getKey())
                    .ifPresent(address -> accounts.add(new Account(address, new Secret.Plain(entry.getValue()))));
        }
        Configuration defaults = Configuration.defaults(server.name());
        List<String> domains = accounts.stream()
                .map(account -> account.address().domain())
                .distinct()
                .toList();
        Configuration configuration = new Configuration(
                defaults.hostname(),
                domains.isEmpty() ? defaults.domains() : domains,
                anywhere(server.smtpPort()),
                defaults.bareNewlines(),
                Listen.NOWHERE,
                anywhere(server.pop3Port()),
                defaults.pop3Extensions(),
                Optional.empty(),
                new TrustedClients(defaults.trust().networks(), PlaintextPasswords.ALWAYS),
                defaults.limits().withAnyNumberOfMessages(),
                defaults.retention(),
                defaults.peers(),
                defaults.relay(),
                defaults.dns(),
                defaults.log(),
                programs(defaults, http),
                Optional.empty());
        return new Settings(configuration, Accounts.of(accounts), Aliases.EMPTY, room.zone());
    }

    /** All that a class may look at and try. */
    private static ProgramSettings programs(Configuration defaults, boolean http) {
        ProgramSettings usual = defaults.programs();
        List<HostPort> listen = http ? List.of(new HostPort("127.0.0.1", 0)) : List.of();
        return new ProgramSettings(
                new WebSettings(listen, List.of(), usual.web().admins(), true),
                usual.transcripts(),
                usual.hooks(),
                true);
    }

    /** Reads both files again. */
    static Settings read(Path folder, String name, boolean http) throws ConfigurationException {
        ClassRoom room = ClassRoom.read(folder);
        LabServer server = Optional.ofNullable(room.servers().get(name))
                .orElseThrow(() -> new ConfigurationException(
                        List.of(new Fault(folder.resolve("config.toml"), 0, "[server] has no " + name + " any more"))));
        return of(room, server, http);
    }

    private static Listen anywhere(int port) {
        return new Listen(List.of(new HostPort("::", port)), List.of());
    }
}
