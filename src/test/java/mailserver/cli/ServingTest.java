package mailserver.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import mailserver.cli.serve.PlainStart;
import mailserver.config.ServerFiles;
import mailserver.dns.TestDns;
import mailserver.store.LockFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

class ServingTest {
    private static final String CONFIGURATION = """
        hostname = "mail.lan"
        domains = ["lan.example"]
        [smtp]
        listen = ["127.0.0.1:%d"]
        [submission]
        listen = []
        listen_tls = []
        [pop3]
        listen_tls = []
        listen = ["127.0.0.1:0"]
        """;

    @TempDir
    private Path home;

    private final List<InBackground> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(InBackground::close);
    }

    private InBackground serve(String command) {
        var server = new InBackground(home, "--home", home.toString(), command);
        running.add(server);
        return server;
    }

    @Test
    void aFirstRunMakesAPostmasterWithAPasswordShownOnce() throws Exception {
        configure(CONFIGURATION.formatted(0));
        InBackground server = serve("run");
        await().until(() -> server.out().contains("smtp      127.0.0.1:" + server.port("smtp")));
        assertTrue(server.out().contains("made the account postmaster@lan.example with the password "));
        Path accounts = home.resolve("etc/accounts");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(accounts)));
        server.close();
        assertFalse(serve("start").out().contains("password"));
    }

    @Test
    void statusTellsPortsDomainsSessionsAndQueue() throws Exception {
        configure(CONFIGURATION.formatted(0));
        InBackground server = serve("run");
        try (Socket client = new Socket("127.0.0.1", server.port("smtp"))) {
            assertEquals('2', client.getInputStream().read());
            CommandRun status = CommandRun.run("status", "--home", home);
            assertEquals(0, status.exitCode(), status.err());
            assertTrue(status.out().contains("smtp      127.0.0.1:" + server.port("smtp") + "\n"), status.out());
            assertTrue(status.out().contains("pop3      127.0.0.1:" + server.port("pop3") + "\n"), status.out());
            assertTrue(status.out().contains("domains   lan.example\n"), status.out());
            assertTrue(status.out().contains("sessions  1 smtp, 0 pop3\n"), status.out());
            assertTrue(status.out().contains("queue     0 messages\n"), status.out());
        }
    }

    @Test
    void aSecondServerInTheSameHomeIsRefused() throws Exception {
        configure(CONFIGURATION.formatted(0));
        serve("run");
        for (CommandRun second : startWrittenBothWays()) {
            assertEquals(1, second.exitCode());
            assertEquals(1, second.err().lines().count(), second.err());
            assertTrue(second.err().contains("already"), second.err());
        }
        assertEquals(0, CommandRun.run("status", "--home", home).exitCode());
    }

    @Test
    void aHomeThatIsNotFreeYetIsToldApart() throws Exception {
        configure(CONFIGURATION.formatted(0));
        Files.createDirectories(home.resolve("maildir/run"));
        LockFile lock = LockFile.tryAcquire(new ServerFiles(home).lock()).orElseThrow();
        try (lock) {
            CommandRun commandRun = CommandRun.run("start", "--home", home);
            assertEquals(1, commandRun.exitCode());
            assertTrue(commandRun.err().contains("try again in a moment"), commandRun.err());
        }
    }

    @Test
    void stopReturnsWhenTheHomeIsFree() throws Exception {
        configure(CONFIGURATION.formatted(0));
        InBackground server = serve("run");
        assertEquals(0, CommandRun.run("stop", "--home", home).exitCode());
        assertEquals(0, server.exitCode());
        assertEquals(3, CommandRun.run("stop", "--home", home).exitCode());
    }

    @Test
    void restartReplacesTheServerButNotForAWrongConfiguration() throws Exception {
        configure(CONFIGURATION.formatted(0));
        InBackground first = serve("run");
        configure("nonsense = 1\n");
        assertEquals(1, CommandRun.run("restart", "--home", home).exitCode());
        assertEquals(0, CommandRun.run("status", "--home", home).exitCode());
        configure(CONFIGURATION.formatted(0));
        InBackground second = serve("restart");
        assertEquals(0, first.exitCode());
        await().until(() -> second.out().contains("smtp"));
        assertEquals(0, CommandRun.run("status", "--home", home).exitCode());
    }

    @Test
    void aReloadTakesNewSettingsOrSaysWhyNot() throws Exception {
        configure(CONFIGURATION.formatted(0));
        serve("run");
        configure("hostname = \"mail.lan\"\nnonsense = 1\n");
        CommandRun refused = CommandRun.run("reload", "--home", home);
        assertEquals(78, refused.exitCode());
        assertTrue(refused.err().contains("mailserver.toml:2: "), refused.err());
        configure(CONFIGURATION.formatted(0).replace("lan.example", "new.example"));
        assertEquals(
                78, CommandRun.run("reload", "--home", home).exitCode(), "postmaster@lan.example has no domain now");
        configure(CONFIGURATION.formatted(0).replace("\"lan.example\"", "\"lan.example\", \"new.example\""));
        CommandRun taken = CommandRun.run("reload", "--home", home);
        assertEquals(0, taken.exitCode(), taken.err());
        assertTrue(CommandRun.run("status", "--home", home).out().contains("lan.example new.example"));
        assertTrue(CommandRun.run("user", "add", "bob@new.example", "--home", home)
                .out()
                .contains("the running server knows"));
    }

    @Test
    void aPortInUseIsOneLineAndNothingIsLeftRunning() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            configure(CONFIGURATION.formatted(other.getLocalPort()));
            for (CommandRun commandRun : startWrittenBothWays()) {
                assertEquals(1, commandRun.exitCode());
                assertEquals(1, commandRun.err().lines().count(), commandRun.err());
                assertTrue(commandRun.err().contains(String.valueOf(other.getLocalPort())), commandRun.err());
            }
        }
        assertEquals(3, CommandRun.run("status", "--home", home).exitCode());
    }

    @Test
    void aWrongConfigurationIsOneLineAndExitCode78() throws Exception {
        configure("hostname = \"mail.lan\"\n\nnonsense = 1\n");
        for (CommandRun commandRun : startWrittenBothWays()) {
            assertEquals(78, commandRun.exitCode());
            assertEquals(1, commandRun.err().lines().count(), commandRun.err());
            assertTrue(commandRun.err().contains("mailserver.toml:3: "), commandRun.err());
        }
    }

    /** The first is read by {@link PlainStart}. */
    private List<CommandRun> startWrittenBothWays() {
        return List.of(CommandRun.run("--home", home, "start"), CommandRun.run("start", "--home", home));
    }

    @Test
    void checkSaysEachFault() throws Exception {
        configure("hostname = \"mail.lan\"\nnonsense = 1\nmore = 2\n");
        CommandRun commandRun = CommandRun.run("check", "--home", home);
        assertEquals(78, commandRun.exitCode());
        assertTrue(
                commandRun.err().contains("mailserver.toml:2: ")
                        && commandRun.err().contains("mailserver.toml:3: "),
                commandRun.err());
        configure(CONFIGURATION.formatted(0));
        CommandRun good = CommandRun.run("check", "--home", home);
        assertEquals(0, good.exitCode());
        assertTrue(good.err().startsWith("warning: "), good.err());
    }

    @Test
    void explainFollowsAnAddress() throws Exception {
        configure(CONFIGURATION.formatted(0) + "[peers]\n\"gmail.com\" = \"10.32.8.214:2025\"\n");
        CommandRun commandRun = CommandRun.run("explain", "bob@gmail.com", "--home", home);
        assertEquals(0, commandRun.exitCode(), commandRun.err());
        assertTrue(commandRun.out().contains("10.32.8.214:2025"), commandRun.out());
        assertEquals(
                commandRun.out(),
                CommandRun.run("explain", "<bob@gmail.com>", "--home", home).out());
        assertEquals(0, CommandRun.run("explain", "postmaster", "--home", home).exitCode());
    }

    @Test
    void explainShowsTheMailExchangersThatDnsNamesOrWhyThereAreNone() throws Exception {
        try (TestDns dns = TestDns.start()) {
            dns.with("""
                    gmail.com. IN MX 20 other.gmail.com.
                    gmail.com. IN MX 10 one.gmail.com.
                    one.gmail.com. IN A 192.0.2.1
                    one.gmail.com. IN AAAA 2001:db8::1
                    other.gmail.com. IN A 192.0.2.2
                    silent.example. IN MX 0 .
                    """);
            dns.with("failing.example", new TestDns.Fault.Code(Rcode.SERVFAIL));
            String servers = "[dns]\nservers = [\"" + dns.place() + "\"]\n";
            configure(CONFIGURATION.formatted(0) + servers);
            CommandRun closed = CommandRun.run("explain", "bob@gmail.com", "--home", home);
            assertTrue(closed.out().contains("refused, 550 5.1.2"), closed.out());
            assertEquals(List.of(), dns.asked());

            configure(CONFIGURATION.formatted(0) + servers + "[relay]\notherwise = \"mx\"\n");
            assertEquals(
                    """
                    bob@gmail.com: queued for the mail exchangers of gmail.com (DNS) ([relay] otherwise = "mx")
                      preference 10, one.gmail.com, 2001:db8::1, 192.0.2.1
                      preference 20, other.gmail.com, 192.0.2.2
                    gmail.com: up or down is not known while no server runs: the mail exchangers of gmail.com
                    gmail.com: 0 messages wait
                    """,
                    CommandRun.run("explain", "bob@gmail.com", "--home", home).out());
            CommandRun none = CommandRun.run("explain", "bob@silent.example", "--home", home);
            assertTrue(
                    none.out()
                            .contains("\n  back to the sender, 556 5.1.10: silent.example takes no mail, as DNS says"
                                    + " (a null MX, RFC 7505)\n"),
                    none.out());
            CommandRun failing = CommandRun.run("explain", "bob@failing.example", "--home", home);
            assertTrue(failing.out().contains("\n  waits, 4.4.3: DNS can't say"), failing.out());
        }
    }

    private void configure(String text) throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/mailserver.toml"), text);
    }
}
