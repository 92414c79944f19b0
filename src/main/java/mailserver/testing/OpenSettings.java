package mailserver.testing;

import java.util.List;
import java.util.Optional;
import mailserver.account.Accounts;
import mailserver.account.Aliases;
import mailserver.account.Secret;
import mailserver.config.Configuration;
import mailserver.config.Settings;
import mailserver.config.Zone;
import mailserver.config.value.HookSettings;
import mailserver.config.value.HostPort;
import mailserver.config.value.Listen;
import mailserver.config.value.PlaintextPasswords;
import mailserver.config.value.ProgramSettings;
import mailserver.config.value.TlsFiles;
import mailserver.config.value.TranscriptSettings;
import mailserver.config.value.TrustedClients;
import mailserver.config.value.WebSettings;

/**
 * The settings of a server for tests: every domain is its own and every address an account, so that no mail leaves, whatever the program
 * under test sends. Ports are free ones of the loopback.
 */
public final class OpenSettings {
    /** Of every account. */
    public static final String PASSWORD = "secret";

    private static final HostPort ANY_FREE = new HostPort("127.0.0.1", 0);
    private static final String HOSTNAME = "localhost";

    private OpenSettings() {}

    /** @param http whether the HTTP interface is to be had */
    public static Settings make(boolean http) {
        Configuration defaults = Configuration.defaults(HOSTNAME);
        List<HostPort> free = List.of(ANY_FREE);
        WebSettings web = new WebSettings(
                http ? free : List.of(), List.of(), WebSettings.off(HOSTNAME).admins(), true);
        var configuration = new Configuration(
                HOSTNAME,
                List.of(HOSTNAME),
                new Listen(free, List.of()),
                defaults.bareNewlines(),
                new Listen(free, free),
                new Listen(free, free),
                defaults.pop3Extensions(),
                Optional.of(TlsFiles.DEFAULT),
                new TrustedClients(defaults.trust().networks(), PlaintextPasswords.ALWAYS),
                defaults.limits().withAnyNumberOfMessages(),
                defaults.retention(),
                defaults.peers(),
                defaults.relay(),
                defaults.dns(),
                defaults.log(),
                new ProgramSettings(web, TranscriptSettings.DEFAULT, HookSettings.NONE, true),
                Optional.empty());
        return new Settings(configuration, Accounts.everybody(new Secret.Plain(PASSWORD)), Aliases.EMPTY, Zone.EMPTY);
    }
}
