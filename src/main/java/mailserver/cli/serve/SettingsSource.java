package mailserver.cli.serve;

import java.util.List;
import mailserver.cli.support.TlsFilesCheck;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;

/** Where a reload finds the settings. */
public interface SettingsSource {
    Settings load() throws ConfigurationException;

    /** What a reload says of them; a class room's two files have no room for what could be asked for. */
    default List<Fault> warnings(Settings settings) {
        return List.of();
    }

    static SettingsSource ofHome(ServerFiles files) {
        return new SettingsSource() {
            @Override
            public Settings load() throws ConfigurationException {
                Settings settings = Settings.load(files);
                TlsFilesCheck.run(settings, files);
                return settings;
            }

            @Override
            public List<Fault> warnings(Settings settings) {
                return settings.warnings(files);
            }
        };
    }
}
