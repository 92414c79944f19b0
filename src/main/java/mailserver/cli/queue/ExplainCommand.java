package mailserver.cli.queue;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import mailserver.cli.support.AddressConverter;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.PathConverter;
import mailserver.cli.support.SettingsFiles;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.explain.ExplainedHops;
import mailserver.explain.ExplainedSender;
import mailserver.mail.Address;
import mailserver.mail.ReversePath;
import mailserver.route.Router;
import mailserver.server.ConfiguredExchangers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code explain}: follows an address by the rules that the files have now, whether or not a server runs, and says what is in the way.
 */
@Command(
        name = "explain",
        description = "Say where mail to an address would go, by which rule, who may send it, and what is in the way.")
public final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            converter = PathConverter.class,
            description = "also say whether this sender would be let; <> for reports")
    private Optional<ReversePath> sender = Optional.empty();

    @Parameters(
            paramLabel = "ADDRESS",
            converter = AddressConverter.OrPostmaster.class,
            description = "whom the mail is for")
    private Address address;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        Settings settings = SettingsFiles.load(files);
        var router = new Router(() -> settings);
        Consumer<String> out = spec.commandLine().getOut()::println;
        router.explain(address, ConfiguredExchangers.of(settings.configuration()))
                .forEach(out);
        sender.ifPresent(from ->
                new ExplainedSender(settings, router).explain(from, address).forEach(out));
        new ExplainedHops(files, HomeQueueView.of(files), router)
                .explain(address)
                .forEach(out);
        return Exit.DONE;
    }
}
