package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
                        "2: alice@x: unknown scheme {SHA512-CRYPT}; this version knows {BLF-CRYPT} and {PLAIN}"),
                arguments(
                        "alice@x:{BLF-CRYPT}$2y$10$short",
                        "1: alice@x: not a bcrypt hash; {BLF-CRYPT} is followed by $2y$10$ and 53 characters"),
                arguments("alice@x:{PLAIN}a\nALICE@X:{PLAIN}b", "2: ALICE@x is there already, in line 1"),
                arguments("a/b@x:{PLAIN}x", "1: \"a/b@x\" can't be an account: no folder can have that name"),
                arguments("\"..\"@x:{PLAIN}x", "1: \"\"..\"@x\" can't be an account: no folder can have that name"));
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
