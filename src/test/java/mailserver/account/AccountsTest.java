package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.file.ReadFaults;
import mailserver.mail.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AccountsTest {
    @TempDir
    Path folder;

    private Accounts read(String text) throws Exception {
        return Accounts.read(Files.writeString(folder.resolve("accounts"), text));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    @Test
    void readsTheFile() throws Exception {
        Accounts accounts = read("""
            # people
            alice@Lan.Example:{PLAIN}pass # word

               # more
              Bob@lan.example:{BLF-CRYPT}$2b$05$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu\s\s
            "c:d"@lan.example:{PLAIN}{x}:y
            """);
        assertEquals(
                List.of("alice@lan.example", "Bob@lan.example", "\"c:d\"@lan.example"),
                accounts.all().stream()
                        .map(account -> account.address().toString())
                        .toList());
        assertEquals(
                List.of(new Secret.Plain("pass # word"), new Secret.Plain("{x}:y")),
                Stream.of("alice@lan.example", "\"c:d\"@lan.example")
                        .map(text -> accounts.find(address(text)).orElseThrow().secret())
                        .toList());
    }

    @Test
    void readsAPasswdFileOfDovecot() throws Exception {
        Accounts accounts = read("""
            ann@x:$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5:1000:1000::/home/ann::quota=1
            bob@x:{BLF-CRYPT}$2y$05$f42lfF/UXM8q1ucqyDn/a.P41GQsMXDGcJGTgckNkd2jYhL0qBMiK::::::
            carl@x:{SCRAM-SHA-256}4096,4w4sQwbpRGIhE0qJ6P72qA==,koQRTilebQOldAVuc6cHGYrF6ElP1Vz+0KOcLwrfPZo=,\
            kFXdQy7sHFfczxbG68xg1EC9wkhL43w3hDI0tnvmfvM=:1000:1000
            """);
        List<Account> all = accounts.all();
        assertTrue(all.get(0).secret().matches("Hello world!"));
        assertTrue(all.get(1).secret().matches("p\u00e4ssword"));
        assertTrue(all.get(2).secret().matches("p\u00e4ssword"));
        assertEquals(
                List.of(),
                accounts.warnings().stream().filter(fault -> fault.line() > 0).toList());
    }

    @Test
    void warnsOfAReadablePasswordThatLooksLikeDovecots() throws Exception {
        Accounts accounts = read("ann@x:{PLAIN}a:b:c\nbob@x:{PLAIN}secret:1000:1000::/home/bob:\n");
        assertEquals(
                List.of(
                        "1: ann@x stores its password readable",
                        "2: bob@x stores its password readable, and all of the line is the password, with its colons"),
                accounts.warnings().stream()
                        .filter(fault -> fault.line() > 0)
                        .map(fault -> fault.line() + ": " + fault.message())
                        .toList());
        assertTrue(accounts.all().getLast().secret().matches("secret:1000:1000::/home/bob:"));
    }

    @Test
    void findsWithoutCase() throws Exception {
        Accounts accounts = read("Alice@lan.example:{PLAIN}x\r\n");
        assertEquals(
                Optional.of("Alice@lan.example"),
                accounts.find(address("aLICE@LAN.example"))
                        .map(account -> account.address().toString()));
        assertEquals(Optional.empty(), accounts.find(address("alice@example")));
        assertEquals(Optional.empty(), accounts.find(address("alice+tag@lan.example")));
        assertEquals(new Secret.Plain("x"), accounts.all().getFirst().secret());
    }

    @Test
    void rfc6531_3_3_findsUnicodeAddressesHoweverTheyAreWritten() throws Exception {
        Accounts accounts = read("J\u00f6rg@B\u00fccher.example:{PLAIN}x\n\"a/b\"@lan.example:{PLAIN}y\n");
        for (String text : List.of(
                "J\u00f6rg@b\u00fccher.example",
                "j\u00d6rg@xn--bcher-kva.example",
                "jo\u0308rg@BU\u0308CHER.example",
                "\"j\u00f6rg\"@XN--BCHER-KVA.EXAMPLE")) {
            assertEquals(
                    Optional.of("J\u00f6rg@xn--bcher-kva.example"),
                    accounts.find(address(text))
                            .map(account -> account.address().toString()),
                    text);
        }
        assertTrue(accounts.find(address("A/B@lan.example")).isPresent());
    }

    static Stream<Arguments> wrongLines() {
        return Stream.of(
                arguments("alice", "1: is not user@domain:{SCHEME}secret"),
                arguments("\n\nalice@x", "3: is not user@domain:{SCHEME}secret"),
                arguments("alice:{PLAIN}x", "1: \"alice\" is not an address"),
                arguments(":{PLAIN}x", "1: \"\" is not an address"),
                arguments("a b@x:{PLAIN}x", "1: \"a b\"@x\" is not an address".replace("\"a b\"@x\"", "\"a b@x\"")),
                arguments(
                        "alice@x:secret",
                        "1: alice@x: no scheme before the secret; write {BLF-CRYPT}hash or {PLAIN}password"),
                arguments("alice@x:{PLAIN}", "1: alice@x: the password is empty"),
                arguments(
                        "# c\nalice@x:{SHA512-CRYPT}secret",
                        "2: alice@x: not such a hash; {SHA512-CRYPT} is followed by $6$, 1 to 16 characters of salt,"
                                + " $ and 86 characters"),
                arguments(
                        "alice@x:{BLF-CRYPT}$2y$10$short",
                        "1: alice@x: not a bcrypt hash; {BLF-CRYPT} is followed by $2y$10$ and 53 characters"),
                arguments("alice@x:{PLAIN}a\nALICE@X:{PLAIN}b", "2: ALICE@x is there already, in line 1"),
                arguments("\u00e9@x:{PLAIN}a\ne\u0301@x:{PLAIN}b", "2: e\u0301@x is there already, in line 1"),
                arguments("\"\"@x:{PLAIN}x", "1: \"\"\"@x\" " + AccountLine.MISFIT),
                arguments("a".repeat(65) + "@x:{PLAIN}x", "1: \"" + "a".repeat(65) + "@x\" " + AccountLine.MISFIT),
                arguments(
                        "\u00e9".repeat(33) + "@x:{PLAIN}x",
                        "1: \"" + "\u00e9".repeat(33) + "@x\" " + AccountLine.MISFIT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLines")
    void saysWhatIsWrongWithALine(String text, String fault) {
        assertEquals(List.of(fault), ReadFaults.of(() -> read(text)));
    }

    @Test
    void collectsEveryFault() {
        assertEquals(
                List.of("1: is not user@domain:{SCHEME}secret", "3: b@x: the password is empty"),
                ReadFaults.of(() -> read("a\n#\nb@x:{PLAIN}\n")));
    }

    @Test
    void anAbsentFileHasNoAccounts() throws Exception {
        assertEquals(List.of(), Accounts.read(folder.resolve("absent")).all());
    }

    @Test
    void canBeMadeWithoutAFile() {
        Account alice = new Account(address("alice@x"), new Secret.Plain("\r\n"));
        assertEquals(List.of(alice), Accounts.of(List.of(alice)).all());
        assertThrows(IllegalArgumentException.class, () -> Accounts.of(List.of(alice, alice)));
    }
}
