package mailserver.cli.care;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.DomainConverter;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.SettingsFiles;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.transfer.account.Additions;
import mailserver.transfer.account.AliasesImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import-aliases}: aliases that people had elsewhere. */
@Command(
        name = "import-aliases",
        description = "Add the aliases of Postfix's virtual or /etc/aliases. Those that are here stay as they are.")
public final class ImportAliasesCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "SOURCE", description = "the table's source, not its .db")
    private Path source;

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
        var domains = settings.configuration().domains();
        String names = domain.orElse(domains.getFirst());
        if (!domains.contains(names)) {
            throw new CommandFailed("\"" + names + "\" is not one of this server's domains ("
                    + String.join(", ", domains) + "); add it to domains in " + files.configuration());
        }
        var report = new ImportReport(spec, source, dryRun);
        var aliases = new AliasesImport(files, settings, names, report);
        Additions<String> found = aliases.find(source);
        if (!dryRun && !found.added().isEmpty()) {
            HomeOwner.check(files);
            aliases.write(found.added());
        }
        return report.end("aliases", found.added(), found.present(), files);
    }
}
