package mailserver.cli.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import mailserver.account.AccountsFile;
import mailserver.account.Passwords;
import mailserver.account.Secret;
import mailserver.config.DefaultConfiguration;
import mailserver.config.MachineName;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.mail.Address;
import mailserver.store.DurableFiles;

/** Makes what a home lacks before a server can run in it: a configuration, and someone to log in. */
public final class FirstStart {
    private final ServerFiles files;
    private final PrintWriter out;

    public FirstStart(ServerFiles files, PrintWriter out) {
        this.files = files;
        this.out = out;
    }

    public void writeConfiguration() throws IOException {
        if (Files.exists(files.configuration())) {
            return;
        }
        DurableFiles.makeFolder(files.etc());
        String text = DefaultConfiguration.text(MachineName.find());
        DurableFiles.writeFile(files.configuration(), text.getBytes(StandardCharsets.UTF_8));
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
        DurableFiles.makeFolder(files.accounts().getParent());
        new AccountsFile(files.accounts()).add(postmaster, Secret.parse(Passwords.hash(password)));
        out.println("made the account " + postmaster + " with the password " + password + " (shown only now)");
        return Settings.load(files);
    }
}
