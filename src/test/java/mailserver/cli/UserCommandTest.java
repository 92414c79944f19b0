package mailserver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import mailserver.account.Accounts;
import mailserver.mail.Address;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {
    @TempDir
    private Path home;

    @BeforeEach
    void configure() throws Exception {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(
                home.resolve("etc/mailserver.toml"), "hostname = \"mail.lan\"\ndomains = [\"lan.example\"]\n");
    }

    @Test
    void addingPrintsAPasswordThatWorks() throws Exception {
        CommandRun commandRun = user("add", "Bob@lan.example");
        assertEquals(0, commandRun.exitCode(), commandRun.err());
        String password = commandRun
                .out()
                .lines()
                .filter(line -> line.startsWith("password: "))
                .map(line -> line.substring(10))
                .findFirst()
                .orElseThrow();
        assertTrue(matches("bob@lan.example", password));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(accounts())));
        assertEquals("Bob@lan.example", user("list").out().strip());
    }

    @Test
    void aPasswordFromStandardInputIsNotPrinted() throws Exception {
        CommandRun commandRun = withInput("s3cret\nmore\n", "add", "bob@lan.example", "--password-stdin");
        assertEquals(0, commandRun.exitCode(), commandRun.err());
        assertFalse(commandRun.out().contains("s3cret") || commandRun.out().contains("password"));
        assertTrue(matches("bob@lan.example", "s3cret"));
        withInput("other", "passwd", "BOB@LAN.example", "--password-stdin");
        assertTrue(matches("bob@lan.example", "other"));
    }

    @Test
    void anEmptyPasswordIsRefusedAndChangesNothing() throws Exception {
        assertEquals(
                1, withInput("", "add", "bob@lan.example", "--password-stdin").exitCode());
        assertFalse(Files.exists(accounts()));
    }

    @Test
    void aForeignDomainIsAnErrorThatSaysWhatToDo() {
        CommandRun commandRun = user("add", "bob@gmail.com");
        assertEquals(1, commandRun.exitCode());
        assertTrue(commandRun.err().contains("add it to domains"), commandRun.err());
    }

    @Test
    void anAccountIsAddedOnce() {
        user("add", "bob@lan.example");
        CommandRun commandRun = user("add", "BOB@lan.example");
        assertEquals(1, commandRun.exitCode());
        assertTrue(commandRun.err().contains("passwd"), commandRun.err());
    }

    @Test
    void removingLeavesTheMailAndSaysWhere() {
        user("add", "Bob@lan.example");
        CommandRun commandRun = user("remove", "bob@lan.example");
        assertEquals(0, commandRun.exitCode(), commandRun.err());
        assertTrue(
                commandRun
                        .out()
                        .contains(home.resolve("maildir/lan.example/Bob").toString()),
                commandRun.out());
        assertEquals("", user("list").out());
        assertEquals(1, user("remove", "bob@lan.example").exitCode());
        assertEquals(1, user("passwd", "bob@lan.example").exitCode());
    }

    @Test
    void anAccountThatAnAliasNamesIsKept() throws Exception {
        user("add", "bob@lan.example");
        Files.writeString(home.resolve("etc/aliases"), "info@lan.example: bob@lan.example\n");
        CommandRun commandRun = user("remove", "bob@lan.example");
        assertEquals(1, commandRun.exitCode());
        String alias = "alias info@lan.example in " + home.resolve("etc/aliases") + ":1 leads to bob@lan.example; ";
        assertTrue(commandRun.err().contains(alias), commandRun.err());
        assertEquals("bob@lan.example", user("list").out().strip());
    }

    @Test
    void whatAServerWouldNotTakeIsNotWritten() throws Exception {
        user("add", "bob@lan.example");
        String before = Files.readString(accounts());
        Files.writeString(home.resolve("etc/aliases"), "info: nobody\n");
        for (String[] line : new String[][] {{"add", "ann@lan.example"}, {"passwd", "bob@lan.example"}}) {
            CommandRun commandRun = user(line);
            assertEquals(78, commandRun.exitCode());
            assertTrue(
                    commandRun.err().contains("aliases:1: ")
                            && !commandRun.out().contains("password"),
                    commandRun.err());
        }
        assertEquals(before, Files.readString(accounts()));
        assertEquals(0, user("remove", "bob@lan.example").exitCode(), "it breaks nothing more");
    }

    @Test
    void aUserPartOfMoreThan64OctetsIsRefused() {
        for (String user : new String[] {"\"\"", "a".repeat(65)}) {
            CommandRun commandRun = user("add", user + "@lan.example");
            assertEquals(1, commandRun.exitCode());
            assertTrue(commandRun.err().contains("has 1 to 64 octets"), commandRun.err());
        }
        assertEquals(0, user("add", "a/b@lan.example").exitCode(), "each has a folder, whatever the letters");
    }

    @Test
    void aWrongConfigurationIsToldWithFileAndLine() throws Exception {
        Files.writeString(home.resolve("etc/mailserver.toml"), "hostname = \"mail.lan\"\ndomain = 3\n");
        CommandRun commandRun = user("add", "bob@lan.example");
        assertEquals(78, commandRun.exitCode());
        assertTrue(commandRun.err().contains("mailserver.toml:2: "), commandRun.err());
    }

    private Path accounts() {
        return home.resolve("etc/accounts");
    }

    private boolean matches(String address, String password) throws Exception {
        return Accounts.read(accounts())
                .find(Address.parse(address).orElseThrow())
                .orElseThrow()
                .secret()
                .matches(password);
    }

    private CommandRun user(String... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "--home";
        all[1] = home;
        all[2] = "user";
        System.arraycopy(args, 0, all, 3, args.length);
        return CommandRun.run(all);
    }

    private CommandRun withInput(String input, String... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return user(args);
        } finally {
            System.setIn(before);
        }
    }
}
