package mailserver.cli.support;

import java.nio.file.Files;
import java.util.List;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;

/** Reads a home's settings for a command that needs them, and doesn't make them. */
public final class SettingsFiles {
    private SettingsFiles() {}

    public static Settings load(ServerFiles files) throws ConfigurationException, CommandFailed {
        if (!Files.exists(files.configuration())) {
            throw new CommandFailed(
                    Exit.CONFIGURATION,
                    List.of(),
                    "there is no " + files.configuration() + "; " + Hint.of(files, "start")
                            + " writes one, --home DIR looks elsewhere");
        }
        return Settings.load(files);
    }
}
