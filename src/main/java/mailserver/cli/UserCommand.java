package mailserver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailserver.account.Accounts;
import mailserver.account.AccountsFile;
import mailserver.account.Aliases;
import mailserver.cli.serve.FirstStart;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.ControlCalls;
import mailserver.cli.support.Exit;
import mailserver.cli.support.Hint;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.PasswordOption;
import mailserver.config.Configuration;
import mailserver.config.ConfigurationReader;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.control.ControlRequest;
import mailserver.mail.Address;
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
        if (!AccountsFile.canHold(address)) {
            throw new CommandFailed(address + " can't be an account: the part before the @ has 1 to 64 octets");
        }
        PasswordOption.Chosen chosen = password.choose();
        if (!written(() -> sound(files).add(address, chosen.secret()))) {
            throw new CommandFailed(address + " is there already; " + Hint.of(files, "user passwd " + address)
                    + " gives it another password");
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
        if (!written(() -> sound(files).replace(address, chosen.secret()))) {
            throw unknown(files, address);
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
                .orElseThrow(() -> unknown(files, address));
        var accounts = new AccountsFile(files.accounts(), (before, after) -> checkAliases(files, before, after));
        boolean removed;
        try {
            removed = accounts.remove(written);
        } catch (ConfigurationException e) {
            // Faults of another file are of the accounts themselves.
            throw e.faults().stream().allMatch(fault -> fault.file().equals(files.aliases()))
                    ? new CommandFailed(leading(files, written, e.faults()))
                    : e;
        }
        if (!removed) {
            throw unknown(files, address);
        }
        out().println("removed " + written);
        out().println("its mail stays in "
                + Maildir.of(files.maildir(), written).folder());
        return reload(files);
    }

    private interface Edit {
        boolean run() throws IOException, ConfigurationException;
    }

    private static boolean written(Edit edit) throws IOException, CommandFailed {
        try {
            return edit.run();
        } catch (ConfigurationException e) {
            List<String> faults = e.faults().stream().map(Fault::toString).toList();
            throw new CommandFailed(Exit.CONFIGURATION, faults, "no account was changed; mend this and try again");
        }
    }

    /** An accounts file that is written only when a server would take it: else the running one would not know. */
    private static AccountsFile sound(ServerFiles files) {
        return new AccountsFile(files.accounts(), (before, after) -> Settings.load(files, after));
    }

    /** Only what a removal would break stands in its way: it may be what mends the rest. */
    private static void checkAliases(ServerFiles files, Accounts before, Accounts after) throws ConfigurationException {
        List<Fault> broken = new ArrayList<>(faults(files, after));
        broken.removeAll(faults(files, before));
        broken.removeIf(fault -> !fault.file().equals(files.aliases()));
        if (!broken.isEmpty()) {
            throw new ConfigurationException(broken);
        }
    }

    private static List<Fault> faults(ServerFiles files, Accounts accounts) {
        try {
            Settings.load(files, accounts);
            return List.of();
        } catch (ConfigurationException e) {
            return e.faults();
        }
    }

    private static String leading(ServerFiles files, Address address, List<Fault> broken)
            throws ConfigurationException {
        List<String> domains = ConfigurationReader.read(files.configuration()).domains();
        Set<Integer> lines = broken.stream().map(Fault::line).collect(Collectors.toSet());
        String aliases = Aliases.read(files.aliases(), domains).naming(address).stream()
                .filter(place -> lines.contains(place.line()))
                .map(place -> "alias " + place.alias() + " in " + files.aliases() + ":" + place.line() + " leads to "
                        + address)
                .collect(Collectors.joining(", "));
        return (aliases.isEmpty() ? broken.getFirst().toString() : aliases) + "; remove it there first";
    }

    private static CommandFailed unknown(ServerFiles files, Address address) {
        return new CommandFailed(
                "there is no account " + address + "; " + Hint.of(files, "user list") + " shows those there are");
    }

    private void tell(PasswordOption.Chosen chosen) {
        chosen.generated().ifPresent(password -> out().println("password: " + password));
    }

    /** Without a server there is nobody to refuse the change; what would keep the next one from starting is said now. */
    private int reload(ServerFiles files) throws Exception {
        out().flush();
        Optional<List<String>> lines = new ControlCalls(files).askIfRunning(new ControlRequest.Reload());
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
