package mailserver.cli;

import java.util.List;
import mailserver.config.ConfigurationException;
import mailserver.config.Fault;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;

/** Where a reload finds the settings. */
interface SettingsSource {
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
