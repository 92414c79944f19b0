package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import mailserver.config.file.ReadFaults;
import mailserver.mail.Address;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsFileTest {
    private static final Secret SECRET = new Secret.Plain("new");

    @TempDir
    Path folder;

    private Path file;
    private AccountsFile accounts;

    @BeforeEach
    void name() {
        file = folder.resolve("etc/accounts");
        accounts = new AccountsFile(file);
    }

    private void write(String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    @Test
    void makesTheFileForItsFirstAccount() throws Exception {
        assertTrue(accounts.add(address("alice@x"), SECRET));
        assertEquals(
                SECRET,
                Accounts.read(file).find(address("alice@x")).orElseThrow().secret());
        assertTrue(Files.readString(file).startsWith("# "));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }

    @Test
    void addsAtTheEnd() throws Exception {
        write("# staff\n\nbob@x:{PLAIN}b  \n  # end");
        assertTrue(accounts.add(address("alice@x"), SECRET));
        assertEquals("# staff\n\nbob@x:{PLAIN}b  \n  # end\nalice@x:{PLAIN}new\n", Files.readString(file));
    }

    @Test
    void rfc5321_4_1_2_aHashInFrontIsPartOfTheAddressAndNoComment() throws Exception {
        assertTrue(accounts.add(address("#1@x"), SECRET));
        assertFalse(accounts.add(address("\"#1\"@x"), SECRET));
        assertTrue(Files.readString(file).endsWith("\n\"#1\"@x:{PLAIN}new\n"));
        assertTrue(accounts.remove(address("#1@x")));
    }

    @Test
    void addsNobodyTwice() throws Exception {
        write("bob@x:{PLAIN}b");
        assertFalse(accounts.add(address("BOB@X"), SECRET));
        assertEquals("bob@x:{PLAIN}b", Files.readString(file));
    }

    @Test
    void replacesOneLine() throws Exception {
        write("# a\r\n bob@x:{PLAIN}b\r\ncarol@x:{PLAIN}c\r\n");
        assertTrue(accounts.replace(address("Bob@x"), SECRET));
        assertEquals("# a\r\n bob@x:{PLAIN}new\ncarol@x:{PLAIN}c\r\n", Files.readString(file));
        assertFalse(accounts.replace(address("dora@x"), SECRET));
    }

    @Test
    void keepsWhatDovecotNeedsBehindAHash() throws Exception {
        Secret hash = Secret.parse("$2y$05$f42lfF/UXM8q1ucqyDn/a.P41GQsMXDGcJGTgckNkd2jYhL0qBMiK");
        write("bob@x:$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5:1000:1000::/home/bob:: \r\n");
        assertTrue(accounts.replace(address("bob@x"), hash));
        assertEquals("bob@x:" + hash.encoded() + ":1000:1000::/home/bob::\n", Files.readString(file));
        // Those colons would be part of a readable password.
        assertTrue(accounts.replace(address("bob@x"), SECRET));
        assertEquals("bob@x:{PLAIN}new\n", Files.readString(file));
        write("bob@x:{PLAIN}b:1000:1000::/home/bob::");
        assertTrue(accounts.replace(address("bob@x"), hash));
        assertEquals("bob@x:" + hash.encoded() + "\n", Files.readString(file));
    }

    @Test
    void removesOneLine() throws Exception {
        write("# a\nbob@x:{PLAIN}b\n# c\ncarol@x:{PLAIN}c");
        assertTrue(accounts.remove(address("bob@x")));
        assertEquals("# a\n# c\ncarol@x:{PLAIN}c", Files.readString(file));
        assertFalse(accounts.remove(address("bob@x")));
    }

    @Test
    void takesTheRightToReadFromOthers() throws Exception {
        write("bob@x:{PLAIN}b\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        accounts.replace(address("bob@x"), SECRET);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void followsALink() throws Exception {
        write("");
        Path real = folder.resolve("real");
        Files.move(file, real);
        Files.createSymbolicLink(file, real);
        accounts.add(address("alice@x"), SECRET);
        assertTrue(Files.isSymbolicLink(file));
        assertEquals(1, Accounts.read(real).all().size());
    }

    @Test
    void leavesAFaultyFileAlone() throws Exception {
        write("bob@x:{PLAIN}b\nrubbish\n");
        assertEquals(
                List.of("2: is not user@domain:{SCHEME}secret"),
                ReadFaults.of(() -> accounts.add(address("alice@x"), SECRET)));
        assertEquals("bob@x:{PLAIN}b\nrubbish\n", Files.readString(file));
    }

    @Test
    void writesNothingThatWouldReadBackAsSomethingElse() {
        for (String password : List.of("", "a\nb", "a\rmallory@x:{PLAIN}b")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> accounts.add(address("alice@x"), new Secret.Plain(password)),
                    password);
        }
        assertThrows(IllegalArgumentException.class, () -> accounts.add(address("a".repeat(65) + "@x"), SECRET));
        assertFalse(Files.exists(file));
    }

    @Test
    void losesNoAccountWhenManyAddAtOnce() throws Exception {
        List<Future<Boolean>> added = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                Address address = address("user" + i + "@x");
                added.add(threads.submit(() -> new AccountsFile(file).add(address, SECRET)));
            }
        }
        for (Future<Boolean> one : added) {
            assertTrue(one.get());
        }
        assertEquals(20, Accounts.read(file).all().size());
    }
}
