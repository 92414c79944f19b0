package mailserver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No argument of a command, and no line of a file in etc/, names a file outside the home, or writes a second line anywhere. */
class HostileArgumentsTest {
    @TempDir
    private Path folder;

    private Path home;
    private List<String> before;

    @BeforeEach
    void configure() throws IOException {
        home = folder.resolve("home");
        Files.createDirectories(home.resolve("etc"));
        Files.createDirectories(home.resolve("maildir/queue"));
        Files.writeString(
                home.resolve("etc/mailserver.toml"), "hostname = \"mail.lan\"\ndomains = [\"lan.example\"]\n");
        Files.writeString(home.resolve("etc/accounts"), "bob@lan.example:{PLAIN}hidden\n");
        Files.writeString(folder.resolve("secret.eml"), "hidden\n");
        Files.writeString(folder.resolve("secret.envelope"), "hidden\n");
        before = files();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../secret", "/etc/passwd", "..", ".", "a/b", "a\nb", "a\0b", "%2e%2e", ""})
    void a_queue_id_names_no_file(String id) throws IOException {
        for (String verb : List.of("show", "retry", "hold", "release", "remove")) {
            CommandRun commandRun = CommandRun.run("--home", home, "queue", verb, id);
            assertFalse(commandRun.exitCode() == 0, verb);
            assertFalse((commandRun.out() + commandRun.err()).contains("hidden"), verb);
        }
        assertEquals(before, files());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil@lan.example",
                "..@lan.example",
                "evil@../lan.example",
                "evil@lan.example/..",
                "evil@queue",
                "a@lan.example:{PLAIN}x\nmallory@lan.example",
                "a\nb@lan.example",
                "\"a\nb\"@lan.example",
                "\"a\rb\"@lan.example",
                "a\0@lan.example",
                "a\u2028b@lan.example",
                "\u001b[2J@lan.example"
            })
    void an_account_is_an_address_and_nothing_else(String address) throws IOException {
        for (String verb : List.of("add", "passwd", "remove")) {
            assertFalse(CommandRun.run("--home", home, "user", verb, address).exitCode() == 0, verb);
        }
        assertEquals("bob@lan.example:{PLAIN}hidden\n", Files.readString(home.resolve("etc/accounts")));
        assertEquals(before, files());
    }

    @Test
    void an_account_with_an_odd_name_lives_in_a_folder_of_its_own_all_the_same() throws IOException {
        CommandRun commandRun = CommandRun.run("--home", home, "user", "add", "\"../../evil\"@lan.example");
        assertEquals(0, commandRun.exitCode(), commandRun.err());
        CommandRun removed = CommandRun.run("--home", home, "user", "remove", "\"../../evil\"@lan.example");
        assertTrue(removed.out().contains("maildir/lan.example/%2E.%2F..%2Fevil"), removed.out());
        assertEquals(before, files());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sales@lan.example: /etc/passwd",
                "sales@lan.example: |/bin/sh",
                "sales@lan.example: \"|/bin/sh\"",
                "sales@lan.example: :include:/etc/passwd",
                "sales@lan.example: ../bob"
            })
    void an_alias_leads_to_addresses_and_nothing_else(String line) throws IOException {
        Files.writeString(home.resolve("etc/aliases"), line + "\n");
        CommandRun commandRun = CommandRun.run("--home", home, "check");
        CommandRun explained = CommandRun.run("--home", home, "explain", "sales@lan.example");
        boolean refused = commandRun.exitCode() == 78;
        boolean unknownName = explained.out().contains("refused, 550 5.1.1");
        assertTrue(refused || unknownName, () -> commandRun.err() + explained.out());
    }

    @Test
    void a_fault_in_the_accounts_is_told_without_the_secret() throws IOException {
        Files.writeString(home.resolve("etc/accounts"), """
                bob@lan.example:hidden
                carol@lan.example:{NONE}hidden
                dave@lan.example:{BLF-CRYPT}hidden
                erin@lan.example:{ARGON2ID}$argon2id$hidden
                frank@lan.example:{SCRAM-SHA-256}4096,hidden
                """);
        CommandRun commandRun = CommandRun.run("--home", home, "check");
        assertEquals(78, commandRun.exitCode());
        assertFalse((commandRun.out() + commandRun.err()).contains("hidden"), commandRun.err());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(name -> !name.endsWith("lock"))
                    .sorted()
                    .toList();
        }
    }
}
