package mailserver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.queue.QueueEntry;
import mailserver.queue.files.QueueFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that an editor of another system has written: a byte order mark that nobody sees, CR before LF; and files that are wrong. */
class EditedElsewhereTest {
    private static final String CONFIGURATION = """
        hostname = "mail.lan"
        domains = ["lan.example"]
        [smtp]
        listen = ["127.0.0.1:0"]
        [submission]
        listen = []
        listen_tls = []
        [pop3]
        listen = ["127.0.0.1:0"]
        listen_tls = []
        """;
    private static final String ID = "1f3k9q0c2v2a0b";

    @TempDir
    Path home;

    private ServerFiles files;

    @BeforeEach
    void write() throws IOException {
        files = new ServerFiles(home);
        Files.createDirectories(files.etc());
        Files.writeString(files.configuration(), CONFIGURATION);
        Files.writeString(files.accounts(), "postmaster@lan.example:{PLAIN}secret\nann@lan.example:{PLAIN}secret\n");
        Files.writeString(files.aliases(), "sales@lan.example: postmaster@lan.example\n");
    }

    private static void editElsewhere(Path file) throws IOException {
        Files.writeString(file, "\uFEFF" + Files.readString(file).replace("\n", "\r\n"));
    }

    @Test
    void aByteOrderMarkAndCarriageReturnsAreTaken() throws Exception {
        for (Path file : List.of(files.configuration(), files.accounts(), files.aliases())) {
            editElsewhere(file);
        }
        CommandRun check = CommandRun.run("check", "--home", home);
        assertEquals(0, check.exitCode(), check.err());
        Settings settings = Settings.load(files);
        assertEquals(2, settings.accounts().all().size());
        assertEquals(
                1,
                settings.aliases()
                        .targets(new Address("sales", "lan.example"))
                        .orElseThrow()
                        .size());
        assertEquals(
                0,
                CommandRun.run("user", "remove", "--home", home, "ann@lan.example")
                        .exitCode());
        assertEquals(1, Settings.load(files).accounts().all().size());
    }

    @Test
    void inAnEnvelopeToo() throws Exception {
        var folder = new QueueFolder(files.queue(), InstantSource.system());
        Files.writeString(files.queue().resolve(ID + ".eml"), "Subject: hi\n\nHello.\n");
        Path envelope = Files.writeString(
                files.queue().resolve(ID + ".envelope"),
                "Sender: <ann@lan.example>\n\nRecipient: <bob@peer.example>\nStatus: waiting\n");
        QueueEntry before = folder.load(ID);
        editElsewhere(envelope);
        QueueEntry after = folder.load(ID);
        assertEquals(before.sender(), after.sender());
        assertEquals(
                before.recipients().getFirst().address(),
                after.recipients().getFirst().address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "run"})
    void aFaultyConfigurationHasAnExitCodeOfItsOwn(String command) throws Exception {
        Files.writeString(files.configuration(), CONFIGURATION + "lisen = 3\n");
        CommandRun commandRun = CommandRun.run(command, "--home", home);
        assertEquals(78, commandRun.exitCode());
        assertTrue(commandRun.err().contains("mailserver.toml:11: "), commandRun.err());
    }

    @Test
    void aBrokenCertificateIsToldAtReload() throws Exception {
        Path certificate = home.resolve("etc/cert.pem");
        Path key = home.resolve("etc/key.pem");
        try (var server = new InBackground(home, "--home", home.toString(), "run")) {
            Files.writeString(certificate, "no certificate\n");
            Files.writeString(key, "no key\n");
            Files.writeString(
                    files.configuration(),
                    CONFIGURATION + "[tls]\ncertificate = \"etc/cert.pem\"\nkey = \"etc/key.pem\"\n");
            CommandRun reload = CommandRun.run("reload", "--home", home);
            assertEquals(78, reload.exitCode());
            assertTrue(reload.err().contains("[tls]: ") && reload.err().contains(".pem"), reload.err());
            assertEquals(0, CommandRun.run("status", "--home", home).exitCode(), server.err());
        }
        assertEquals(78, CommandRun.run("run", "--home", home).exitCode());
    }
}
