package mailserver.cli.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import mailserver.cli.CommandRun;
import mailserver.cli.InBackground;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCommandTest {
    @TempDir
    private Path room;

    @BeforeEach
    void furnish() throws IOException {
        Files.writeString(room.resolve("config.toml"), """
            [agent]
            "mail.example.edu" = { smtp = "smtp.exmail.example", pop = "pop.exmail.example" }
            [server]
            "exmail.example" = { smtp = 0, pop = "0" }
            "b.example" = { smtp = 0, pop = 0 }
            [accounts."exmail.example"]
            "usr1@mail.example.edu" = "pass1"
            [accounts."b.example"]
            "usr2@other.example" = "pass2"
            """);
        Files.writeString(room.resolve("fdns.toml"), """
            [MX]
            "mail.example.edu." = "mxbiz1.example."
            [P]
            "mxbiz1.example." = "1025"
            """);
    }

    @Test
    void oneServerPrintsTheConversationWithoutPasswords() throws Exception {
        Path home = room.resolve("exmail.example");
        try (var lab = new InBackground(home, "lab", "-n", "exmail.example", "-d", room.toString())) {
            talk(lab.port("pop3"), "USER usr1@mail.example.edu", "PASS pass1", "STAT", "QUIT");
            await().until(() -> lab.out().contains("Received: QUIT"));
            assertTrue(lab.out().lines().anyMatch("Received: STAT"::equals), lab.out());
            assertTrue(lab.out().lines().anyMatch("Response: +OK 0 0"::equals), lab.out());
            assertFalse(lab.out().contains("pass1"), lab.out());
        }
    }

    @Test
    void linesOfClientsAtTheSameTimeSayWhose() throws Exception {
        Path home = room.resolve("exmail.example");
        try (var lab = new InBackground(home, "lab", "-n", "exmail.example", "-d", room.toString());
                Socket other = new Socket("127.0.0.1", lab.port("smtp"))) {
            await().until(() -> lab.out().contains("Response: 220"));
            talk(lab.port("pop3"), "NOOP\u001b[31m", "QUIT");
            await().until(() -> lab.out().contains("Received: QUIT"));
            assertTrue(lab.out().lines().anyMatch(line -> line.matches("\\[\\d+] Received: QUIT")), lab.out());
            assertFalse(lab.out().contains("\u001b") || other.isClosed(), lab.out());
        }
    }

    @Test
    void aFolderThatIsMissingIsOneLine() {
        CommandRun commandRun = CommandRun.run("lab", "-d", room.resolve("missing"));
        assertEquals(78, commandRun.exitCode());
        assertEquals(
                room.resolve("missing/config.toml")
                        + ": no such file; -d names the folder with config.toml and fdns.toml\n",
                commandRun.err());
    }

    @Test
    void allServersRunInOneProcessAndEachLineSaysWhose() throws Exception {
        Path first = room.resolve("exmail.example");
        Path second = room.resolve("b.example");
        var lab = new InBackground(first, "lab", "-d", room.toString());
        await().until(() -> lab.out().contains("b.example"));
        assertEquals(0, CommandRun.run("status", "--home", second).exitCode());
        talk(lab.port("smtp"), "NOOP", "QUIT");
        await().until(() -> lab.out().contains("[exmail.example] Received: QUIT"));
        assertEquals(0, CommandRun.run("reload", "--home", first).exitCode());
        assertEquals(0, CommandRun.run("stop", "--home", first).exitCode());
        assertEquals(0, CommandRun.run("stop", "--home", second).exitCode());
        assertEquals(0, lab.exitCode());
    }

    @Test
    void freshEmptiesMailboxesAndQueueAndNothingElse() throws Exception {
        Path home = room.resolve("exmail.example");
        Path mail = write(home.resolve("maildir/mail.example.edu/usr1/new/1.M1P1Q1.host"));
        Path queued = write(home.resolve("maildir/queue/abc.eml"));
        Path other = write(home.resolve("maildir/kept.example/usr/new/1"));
        Path elsewhere = write(room.resolve("elsewhere/precious"));
        Files.createSymbolicLink(home.resolve("maildir/mail.example.edu/link"), elsewhere.getParent());
        try (var lab = new InBackground(home, "lab", "-n", "exmail.example", "-d", room.toString())) {
            assertTrue(Files.exists(mail), lab.err());
            CommandRun refused = CommandRun.run("lab", "-n", "exmail.example", "-d", room, "--fresh");
            assertEquals(1, refused.exitCode());
            assertTrue(Files.exists(mail), refused.err());
        }
        try (var lab = new InBackground(home, "lab", "-n", "exmail.example", "-d", room.toString(), "--fresh")) {
            assertFalse(Files.exists(mail), lab.err());
            assertFalse(Files.exists(queued), lab.err());
            assertTrue(Files.exists(other) && Files.exists(elsewhere), lab.err());
        }
    }

    @Test
    void anUnknownNameListsThoseThereAre() {
        CommandRun commandRun = CommandRun.run("lab", "-n", "nowhere", "-d", room);
        assertEquals(1, commandRun.exitCode());
        assertTrue(commandRun.err().contains("exmail.example, b.example"), commandRun.err());
    }

    @Test
    void faultsInTheFilesAreToldWithTheirLines() throws IOException {
        Files.writeString(room.resolve("fdns.toml"), "[MX]\n\"a.\" = 3\n");
        CommandRun commandRun = CommandRun.run("lab", "-d", room);
        assertEquals(78, commandRun.exitCode());
        assertTrue(commandRun.err().contains("fdns.toml:2: "), commandRun.err());
    }

    private static Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "Subject: x\n\nx\n");
    }

    private static void talk(int port, String... commands) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            in.readLine();
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                in.readLine();
            }
        }
    }
}
