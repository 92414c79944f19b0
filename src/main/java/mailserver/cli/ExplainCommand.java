package mailserver.cli;

import java.util.concurrent.Callable;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.route.Router;
import mailserver.server.ConfiguredExchangers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: follows an address by the rules that the files have now, whether or not a server runs. */
@Command(name = "explain", description = "Say where mail to an address would go, and by which rule.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "ADDRESS", converter = AddressConverter.OrPostmaster.class)
    private Address address;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsFiles.load(home.files());
        var exchangers = ConfiguredExchangers.of(settings.configuration());
        new Router(() -> settings)
                .explain(address, exchangers)
                .forEach(spec.commandLine().getOut()::println);
        return Exit.DONE;
    }
}
