package mailserver.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import mailserver.config.Accounts;
import mailserver.config.AccountsFile;
import mailserver.config.Configuration;
import mailserver.config.ConfigurationException;
import mailserver.config.ConfigurationReader;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.server.ControlRequest;
import mailserver.store.Maildir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code user}: edits the accounts file, and has a running server read it again. */
@Command(name = "user", description = "Add, change, list and remove accounts.")
final class UserCommand implements Runnable {
    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say add, passwd, list or remove");
    }

    @Command(description = "Add an account.")
    int add(
            @Mixin HomeOption mixin,
            @Mixin PasswordOption password,
            @Parameters(paramLabel = "ADDRESS") Address address)
            throws Exception {
        ServerFiles files = mixin.files();
        new FirstStart(files, out()).writeConfiguration();
        Configuration configuration = ConfigurationReader.read(files.configuration());
        if (!configuration.domains().contains(address.domain())) {
            throw new CommandFailed("\"" + address.domain() + "\" is not one of this server's domains ("
                    + String.join(", ", configuration.domains()) + "); add it to domains in " + files.configuration());
        }
        AccountsFile accounts = new AccountsFile(files.accounts());
        PasswordOption.Chosen chosen = password.choose();
        if (!accounts.add(address, chosen.secret())) {
            throw new CommandFailed(address + " is there already; \"bin/mailserver user passwd " + address
                    + "\" gives it another password");
        }
        out().println("added " + address);
        tell(chosen);
        return reload(files);
    }

    @Command(description = "Give an account another password.")
    int passwd(
            @Mixin HomeOption mixin,
            @Mixin PasswordOption password,
            @Parameters(paramLabel = "ADDRESS") Address address)
            throws Exception {
        ServerFiles files = mixin.files();
        PasswordOption.Chosen chosen = password.choose();
        if (!new AccountsFile(files.accounts()).replace(address, chosen.secret())) {
            throw unknown(address);
        }
        out().println("changed the password of " + address);
        tell(chosen);
        return reload(files);
    }

    @Command(description = "List the accounts, one a line.")
    int list(@Mixin HomeOption mixin) throws Exception {
        Accounts.read(mixin.files().accounts()).all().forEach(account -> out().println(account.address()));
        return Exit.DONE;
    }

    @Command(description = "Remove an account; its mail stays on disk.")
    int remove(@Mixin HomeOption mixin, @Parameters(paramLabel = "ADDRESS") Address address) throws Exception {
        ServerFiles files = mixin.files();
        // The folder has the name as the account writes it, and people type it as they like.
        Address written = Accounts.read(files.accounts())
                .find(address)
                .map(account -> account.address())
                .orElseThrow(() -> unknown(address));
        if (!new AccountsFile(files.accounts()).remove(written)) {
            throw unknown(address);
        }
        out().println("removed " + written);
        out().println("its mail stays in "
                + Maildir.of(files.maildir(), written).folder());
        return reload(files);
    }

    private static CommandFailed unknown(Address address) {
        return new CommandFailed(
                "there is no account " + address + "; \"bin/mailserver user list\" shows those there are");
    }

    private void tell(PasswordOption.Chosen chosen) {
        chosen.generated().ifPresent(password -> out().println("password: " + password));
    }

    /** Without a server there is nobody to refuse the change; what would keep the next one from starting is said now. */
    private int reload(ServerFiles files) throws Exception {
        out().flush();
        Optional<List<String>> lines = new Asking(files).askIfRunning(new ControlRequest.Reload());
        if (lines.isPresent()) {
            out().println("the running server knows");
            return Exit.DONE;
        }
        try {
            Settings.load(files);
        } catch (ConfigurationException e) {
            e.faults().forEach(fault -> spec.commandLine().getErr().println("warning: " + fault));
        }
        return Exit.DONE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
