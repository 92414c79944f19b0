package mailserver.cli.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.Programs;
import mailserver.TestServer;
import mailserver.cli.CommandRun;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts from Dovecot's passwd-file, aliases from Postfix's tables. */
class ImportAccountsCommandTest {
    private static final String HASH = "$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void makeHome() throws Exception {
        home = folder.resolve("home");
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(
                home.resolve("etc/mailserver.toml"),
                "hostname = \"mail.lan.example\"\ndomains = [\"lan.example\", \"other.example\"]\n");
        Files.writeString(home.resolve("etc/accounts"), "# ours\nbob@lan.example:{PLAIN}ours\n");
    }

    private CommandRun run(String command, String text, String... more) throws Exception {
        Path source = Files.writeString(folder.resolve("source"), text);
        var words = new java.util.ArrayList<Object>(List.of("--home", home, command, source));
        words.addAll(List.of(more));
        return CommandRun.run(words.toArray());
    }

    private String at(int line) {
        return folder.resolve("source") + ":" + line + ": ";
    }

    private String file(String name) throws Exception {
        return Files.readString(home.resolve("etc").resolve(name));
    }

    @Test
    void accounts_come_with_their_passwords_and_only_once() throws Exception {
        String source = """
                # a comment
                ann@lan.example:{BLF-CRYPT}%1$s:1000:1000::/home/ann::userdb_quota_rule=*:storage=1G
                carl:%1$s
                bob@lan.example:{PLAIN}theirs
                """.formatted(HASH);
        CommandRun first = run("import-accounts", source);
        assertTrue(first.out().contains("added ann@lan.example\nadded carl@lan.example\n"), first.out());
        assertTrue(first.out().endsWith("added 2 accounts; 1 were there, 0 left out\n"), first.out());
        assertEquals(
                at(4) + "bob@lan.example has an account here with another password or quota, which stays\n",
                first.err());
        assertTrue(file("accounts").startsWith("# ours\nbob@lan.example:{PLAIN}ours\n"), file("accounts"));
        CommandRun again = run("import-accounts", source);
        assertEquals("added 0 accounts; 3 were there, 0 left out\n", again.out());
        Settings settings = Settings.load(new ServerFiles(home));
        assertTrue(settings.accounts().find(new Address("carl", "lan.example")).isPresent());
    }

    @Test
    void what_cannot_be_taken_is_told_line_by_line_and_the_rest_comes() throws Exception {
        CommandRun run = run("import-accounts", """
                a@lan.example:{CRAM-MD5}9186
                b@lan.example:plainly
                c@far.example:{PLAIN}x
                d@lan.example:{PLAIN}
                e@lan.example:{PLAIN}x:::::/bin/false:nologin=y
                f@lan.example
                g@lan.example:{PLAIN}right
                g@lan.example:{PLAIN}again
                """);
        assertEquals(1, run.exitCode());
        assertTrue(run.out().endsWith("added 1 accounts; 0 were there, 7 left out\n"), run.out());
        List<String> lines = run.err().lines().toList();
        for (int i = 0; i < 6; i++) {
            assertTrue(lines.get(i).startsWith(at(i + 1)), lines.get(i));
        }
        assertTrue(lines.get(0).contains("unknown scheme {CRAM-MD5}"), lines.get(0));
        assertTrue(lines.get(1).contains("--scheme"), lines.get(1));
        assertTrue(lines.get(2).contains("is not one of the domains"), lines.get(2));
        assertFalse(file("accounts").contains("again"));
    }

    @Test
    void a_dry_run_writes_nothing() throws Exception {
        String before = file("accounts");
        CommandRun run = run("import-accounts", "ann@lan.example:secret\n", "--scheme", "PLAIN", "--dry-run");
        assertEquals("would add ann@lan.example\nwould add 1 accounts; 0 were there, 0 left out\n", run.out());
        assertEquals(before, file("accounts"));
    }

    @Test
    void a_running_server_knows_at_once() throws Exception {
        Path other = folder.resolve("running");
        try (TestServer server = TestServer.start(other, "lan.example")) {
            Path source = Files.writeString(folder.resolve("source"), "ann@lan.example:{PLAIN}hers\n");
            CommandRun run = CommandRun.run("--home", other, "import-accounts", source);
            assertEquals(0, run.exitCode(), run.err());
            // A server in this JVM has no control socket: whoever asks it to reload is another.
            server.server().reload(server.settings());
            assertTrue(server.server()
                    .settings()
                    .accounts()
                    .find(new Address("ann", "lan.example"))
                    .isPresent());
        }
    }

    @Test
    void aliases_of_virtual_come_as_ours() throws Exception {
        CommandRun run = run("import-aliases", """
                # virtual(5)
                other.example        anything
                info@other.example   bob@lan.example
                sales@lan.example    bob@lan.example, x@far.example,
                    y@far.example
                @other.example       bob@lan.example
                far.example          anything
                z@far.example        bob@lan.example
                team@lan.example     nobody@lan.example
                """);
        assertTrue(run.out().contains("added info@other.example: bob@lan.example\n"), run.out());
        String aliases = file("aliases");
        assertTrue(aliases.contains("sales@lan.example: bob@lan.example, x@far.example, y@far.example\n"), aliases);
        assertTrue(aliases.contains("@other.example: bob@lan.example\n"), aliases);
        assertFalse(aliases.contains("z@far.example"), aliases);
        assertTrue(
                run.err().contains(at(9) + "team@lan.example: nobody@lan.example is neither an account nor an alias"),
                run.err());
        assertEquals(0, CommandRun.run("--home", home, "check").exitCode());
        String again =
                run("import-aliases", "info@other.example bob@lan.example\n").out();
        assertEquals("added 0 aliases; 1 were there, 0 left out\n", again);
        assertEquals(aliases, file("aliases"));
    }

    @Test
    void programs_files_and_lists_of_aliases_are_told_and_left_out() throws Exception {
        CommandRun run = run("import-aliases", """
                postmaster: root
                root:       bob
                news:       "|/usr/bin/inn", bob
                log:        /var/log/mail.txt
                all:        :include:/etc/all
                circle:     circle2
                circle2:    circle
                """, "--domain", "lan.example");
        String aliases = file("aliases");
        assertTrue(aliases.contains("postmaster@lan.example: root@lan.example\n"), aliases);
        assertTrue(aliases.contains("news@lan.example: bob@lan.example\n"), aliases);
        assertFalse(aliases.contains("log@"), aliases);
        assertFalse(aliases.contains("circle"), aliases);
        for (String words : List.of("is a program", "is a file", "is a list in a file of its own")) {
            assertTrue(run.err().contains(words), run.err());
        }
        assertEquals(0, CommandRun.run("--home", home, "check").exitCode());
    }

    @Test
    void a_table_that_is_no_text_is_refused() throws Exception {
        Path table = Files.write(folder.resolve("virtual.db"), new byte[] {'a', 0, 1});
        CommandRun run = CommandRun.run("--home", home, "import-aliases", table);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("postmap -s"), run.err());
    }

    /** What Dovecot's own program writes, and what Postfix' own program reads out of a table. */
    @Test
    void files_of_the_real_programs_are_read() throws Exception {
        Programs.need("doveadm");
        Programs.need("postmap");
        var accounts = new StringBuilder();
        for (String scheme : List.of("BLF-CRYPT", "SHA512-CRYPT", "SHA256-CRYPT", "SCRAM-SHA-256")) {
            Process made = new ProcessBuilder("doveadm", "pw", "-s", scheme, "-p", "secret").start();
            String hash = new String(made.getInputStream().readAllBytes()).strip();
            accounts.append(scheme.toLowerCase(java.util.Locale.ROOT) + "@lan.example:" + hash + "\n");
        }
        CommandRun run = run("import-accounts", accounts.toString());
        assertTrue(run.out().endsWith("added 4 accounts; 0 were there, 0 left out\n"), run.out() + run.err());
        Settings settings = Settings.load(new ServerFiles(home));
        settings.accounts().all().stream()
                .filter(account -> !account.address().localPart().equals("bob"))
                .forEach(account -> assertTrue(
                        account.secret().matches("secret"), account.address().toString()));
        Path source = Files.writeString(folder.resolve("virtual"), "info@lan.example bob@lan.example\n");
        Process table = new ProcessBuilder("postmap", "-s", "texthash:" + source).start();
        String text = new String(table.getInputStream().readAllBytes());
        assertTrue(text.contains("info@lan.example"), text);
        assertTrue(run("import-aliases", text).out().contains("added info@lan.example: bob@lan.example\n"));
    }
}
