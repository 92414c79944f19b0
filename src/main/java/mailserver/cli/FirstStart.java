package mailserver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import mailserver.config.AccountsFile;
import mailserver.config.ConfigurationException;
import mailserver.config.DefaultConfiguration;
import mailserver.config.MachineName;
import mailserver.config.Passwords;
import mailserver.config.Secret;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.store.Durable;

/** Makes what a home lacks before a server can run in it: a configuration, and someone to log in. */
final class FirstStart {
    private final ServerFiles files;
    private final PrintWriter out;

    FirstStart(ServerFiles files, PrintWriter out) {
        this.files = files;
        this.out = out;
    }

    void writeConfiguration() throws IOException {
        if (Files.exists(files.configuration())) {
            return;
        }
        Durable.makeFolder(files.etc());
        String text = DefaultConfiguration.text(MachineName.find());
        Durable.writeFile(files.configuration(), text.getBytes(StandardCharsets.UTF_8));
        out.println("wrote " + files.configuration() + "; every setting is explained there");
    }

    /** Reads the settings, having made a postmaster if nobody has an account yet. */
    Settings settings() throws IOException, ConfigurationException {
        Settings settings = Settings.load(files);
        if (!settings.accounts().all().isEmpty()) {
            return settings;
        }
        Address postmaster =
                new Address("postmaster", settings.configuration().domains().getFirst());
        String password = Passwords.generate();
        new AccountsFile(files.accounts()).add(postmaster, Secret.parse(Passwords.hash(password)));
        out.println("made the account " + postmaster + " with the password " + password + " (shown only now)");
        return Settings.load(files);
    }
}
