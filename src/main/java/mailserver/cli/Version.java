package mailserver.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: ours, as the jar's manifest has it, and Java's. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String ours = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new String[] {"mailserver " + ours + " (Java " + Runtime.version() + ")"};
    }
}
