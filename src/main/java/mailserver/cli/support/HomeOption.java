package mailserver.cli.support;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.ServerFiles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --home DIR}, before or after the command; mixed into every command that looks into a home folder. */
public final class HomeOption {
    private static final String MIXIN = "home";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private Optional<Path> home = Optional.empty();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "the server's home folder; else $$MAILSERVER_HOME, else the checkout")
    void home(Path folder) {
        // Kept by the top command, wherever it was written: of two the last counts.
        ofRoot().home = Optional.of(folder);
    }

    public ServerFiles files() {
        return ofRoot().home.map(HomeOption::in).orElseGet(HomeOption::usual);
    }

    /** The home of a command that names none. */
    public static ServerFiles usual() {
        return in(text(System.getenv("MAILSERVER_HOME"))
                .or(() -> text(System.getProperty("mailserver.checkout")))
                .orElse(Path.of("")));
    }

    public static ServerFiles in(Path folder) {
        return ServerFiles.of(folder.toAbsolutePath().normalize());
    }

    private HomeOption ofRoot() {
        return Stream.ofNullable(command.root().mixins().get(MIXIN))
                .map(CommandSpec::userObject)
                .map(HomeOption.class::cast)
                .findFirst()
                .orElse(this);
    }

    private static Optional<Path> text(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty()).map(Path::of);
    }
}
