package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.config.Configuration;
import mailserver.config.ConfigurationReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadReportTest {
    @TempDir
    private Path folder;

    @Test
    void of_the_log_everything_waits_for_a_restart() throws Exception {
        Configuration before = read("");
        assertEquals(List.of(), waiting(before, read("[log]\nlevel = 'info'\nformat = 'text'")));
        assertEquals(
                List.of("the new log level counts after a restart"), waiting(before, read("[log]\nlevel = 'debug'")));
        assertEquals(
                List.of("the new log format counts after a restart"), waiting(before, read("[log]\nformat = 'json'")));
        assertEquals(
                2,
                waiting(before, read("[log]\nlevel = 'warn'\nformat = 'journald'"))
                        .size());
    }

    /** All but what was taken at once. */
    private static List<String> waiting(Configuration before, Configuration after) {
        List<String> lines = ReloadReport.of(before, after);
        return lines.subList(1, lines.size());
    }

    private Configuration read(String text) throws Exception {
        return ConfigurationReader.read(
                Files.writeString(folder.resolve("mailserver.toml"), "hostname = 'mail.lan'\n" + text));
    }
}
