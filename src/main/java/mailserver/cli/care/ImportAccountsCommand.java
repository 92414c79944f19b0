package mailserver.cli.care;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.account.Account;
import mailserver.cli.support.DomainConverter;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.SettingsFiles;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.transfer.account.AccountsImport;
import mailserver.transfer.account.Additions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import-accounts}: people who had an account elsewhere. */
@Command(
        name = "import-accounts",
        description = "Add the accounts of Dovecot's passwd-file, with their passwords. Who has one here keeps it.")
public final class ImportAccountsCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "SOURCE", description = "user:{SCHEME}secret:…, one a line")
    private Path source;

    @Option(names = "--scheme", paramLabel = "NAME", description = "of secrets without one, as default_pass_scheme")
    private Optional<String> scheme = Optional.empty();

    @Option(
            names = "--domain",
            paramLabel = "D",
            converter = DomainConverter.class,
            description = "of names without one; else this server's first")
    private Optional<String> domain = Optional.empty();

    @Option(names = "--dry-run", description = "only show what would be added")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        Settings settings = SettingsFiles.load(files);
        var report = new ImportReport(spec, source, dryRun);
        String names = domain.orElse(settings.configuration().domains().getFirst());
        Additions<Account> found = new AccountsImport(settings, names, scheme, report).find(source);
        var added = found.added();
        if (!dryRun && !added.isEmpty()) {
            HomeOwner.check(files);
            added = AccountsImport.write(added, files);
        }
        return report.end(
                "accounts",
                added.stream().map(account -> account.address().toString()).toList(),
                found.present(),
                files);
    }
}
