package mailserver.cli.mail;

import java.io.PrintWriter;
import java.util.Optional;
import mailserver.account.Accounts;
import mailserver.account.token.Token;
import mailserver.account.token.TokenFile;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code token}: what programs come in with over HTTP. A running server knows at once. */
@Command(name = "token", description = "Make, list and remove tokens for the HTTP interface.")
public final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** One of them. */
    static final class Whose {
        @Option(
                names = "--account",
                paramLabel = "ADDRESS",
                description = "sees this account's mailbox, and sends as it")
        private Optional<Address> account = Optional.empty();

        @Option(names = "--admin", description = "sees the queue and the server")
        private boolean admin;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say add, list or remove");
    }

    @Command(description = "Make a token; it is shown once and kept hashed.")
    int add(
            @Mixin HomeOption home,
            @Parameters(paramLabel = "NAME") String name,
            @ArgGroup(multiplicity = "1") Whose whose)
            throws Exception {
        ServerFiles files = home.files();
        if (!TokenFile.isName(name)) {
            throw new CommandFailed("a name has letters, digits, dots, hyphens and underscores, not \"" + name + "\"");
        }
        Optional<Address> account = Optional.empty();
        if (whose.account.isPresent()) {
            Address address = whose.account.get();
            account = Optional.of(Accounts.read(files.accounts())
                    .find(address)
                    .orElseThrow(() -> new CommandFailed("there is no account " + address))
                    .address());
        }
        String words = new TokenFile(files.tokens())
                .add(name, account)
                .orElseThrow(() -> new CommandFailed("there is a token " + name + " already"));
        out().println(words);
        return Exit.DONE;
    }

    @Command(description = "List the tokens: name, and whose they are.")
    int list(@Mixin HomeOption home) throws Exception {
        for (Token token : new TokenFile(home.files().tokens()).all()) {
            out().println(token.name() + " "
                    + token.account().map(Address::toString).orElse("admin"));
        }
        return Exit.DONE;
    }

    @Command(description = "Remove a token; it counts for nothing from now on.")
    int remove(@Mixin HomeOption home, @Parameters(paramLabel = "NAME") String name) throws Exception {
        if (!new TokenFile(home.files().tokens()).remove(name)) {
            throw new CommandFailed("there is no token " + name);
        }
        out().println("removed " + name);
        return Exit.DONE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
