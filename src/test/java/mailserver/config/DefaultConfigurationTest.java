package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultConfigurationTest {
    @TempDir
    Path folder;

    /** But for the one line in which a first start differs from a configuration without that section. */
    private static String withoutWeb(String text) {
        String line = "\nlisten = [\"127.0.0.1:2080\"]\n";
        assertTrue(text.contains(line));
        return text.replace(line, "\nlisten = []\n");
    }

    private Configuration read(String text) throws Exception {
        return ConfigurationReader.read(Files.writeString(folder.resolve("mailserver.toml"), text));
    }

    @Test
    void isTheDefaults() throws Exception {
        assertEquals(Configuration.defaults("mail.lan"), read(withoutWeb(DefaultConfiguration.text("mail.lan"))));
    }

    @Test
    void isTheDefaultsWithEveryKeyUncommented() throws Exception {
        String commented = withoutWeb(DefaultConfiguration.text("mail.lan"));
        String text = Pattern.compile("^#(?=\\S)", Pattern.MULTILINE)
                .matcher(commented)
                .replaceAll("");
        assertEquals(Configuration.defaults("mail.lan"), read(text));
        assertEquals(
                48, text.lines().filter(line -> line.matches("[a-z_]+ = .*")).count());
    }

    @Test
    void documentsEveryKeyThatTheReaderKnows() {
        String text = DefaultConfiguration.text("mail.lan");
        List.of(
                        "listen",
                        "bare_newlines",
                        "without",
                        "login_delay",
                        "networks",
                        "plaintext_passwords",
                        "message_size",
                        "recipients",
                        "sessions",
                        "sessions_per_address",
                        "idle",
                        "errors",
                        "login_messages_per_hour",
                        "host_messages_per_hour",
                        "otherwise",
                        "zone",
                        "retry",
                        "expire",
                        "delay_notice",
                        "servers",
                        "smtp_port",
                        "level",
                        "format",
                        "days",
                        "listen_tls",
                        "admins",
                        "open_mailboxes",
                        "keep",
                        "size",
                        "on_delivery",
                        "url",
                        "enabled")
                .forEach(key -> assertTrue(text.contains("\n#" + key + " = "), key));
    }

    @Test
    void theExamplesInItsCommentsAreRight() throws Exception {
        Files.createDirectories(folder.resolve("etc/tls"));
        Files.createFile(folder.resolve("etc/tls/ca.pem"));
        Files.createFile(folder.resolve("etc/peer-password"));
        String examples = DefaultConfiguration.text("mail.lan")
                .replaceAll("#    (\"[a-z.*@]+\" +=)", "$1")
                .replaceAll("(?m)^#    (\\{ host)", "otherwise = $1")
                .replace("#otherwise = \"refuse\"", "")
                .replace("0c4d…64 digits", "0c4d".repeat(16));
        Path file = Files.writeString(folder.resolve("etc/mailserver.toml"), examples);
        Configuration read = ConfigurationReader.read(file);
        assertEquals(6, read.peers().size());
        assertEquals(7, read.everyPeer().size());
        assertEquals(
                Map.of("scanner@lan.example", Optional.of(Duration.ofDays(30))),
                read.retention().mailboxes());
    }

    @Test
    void everyKeyOfAPeerIsExplained() {
        String text = DefaultConfiguration.text("mail.lan");
        List.of("tls", "pin", "authority", "user", "password_file")
                .forEach(key -> assertTrue(text.contains("\n# " + key + " "), key));
    }
}
