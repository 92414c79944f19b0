package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class AliasesTest {
    @TempDir
    Path folder;

    private Aliases read(String text) throws Exception {
        return Aliases.read(
                Files.writeString(folder.resolve("aliases"), text), List.of("lan.example", "second.example"));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static Optional<List<String>> shown(Optional<List<Address>> targets) {
        return targets.map(list -> list.stream().map(Address::toString).toList());
    }

    @Test
    void readsTheFile() throws Exception {
        Aliases aliases = read("""
            # who is who
            Info@Lan.Example: alice@lan.example , Bob@Elsewhere.example   # both
            postmaster: alice

            @second.example: alice@lan.example
            "a:b"@second.example: "c, d"@elsewhere.example, x#y@elsewhere.example, x#y@elsewhere.example
            """);
        assertEquals(
                Optional.of(List.of("alice@lan.example", "Bob@elsewhere.example")),
                shown(aliases.targets(address("iNFO@lan.example"))));
        assertEquals(
                Optional.of(List.of("alice@lan.example")), shown(aliases.targets(address("postmaster@lan.example"))));
        assertEquals(
                Optional.of(List.of("\"c, d\"@elsewhere.example", "x#y@elsewhere.example")),
                shown(aliases.targets(address("\"a:b\"@second.example"))));
        assertEquals(Optional.of(List.of("alice@lan.example")), shown(aliases.catchAll("SECOND.example")));
    }

    @Test
    void matchesExactlyAndAsksNoCatchAll() throws Exception {
        Aliases aliases = read("info: a\n@second.example: a\n");
        assertEquals(Optional.empty(), aliases.targets(address("info@second.example")));
        assertEquals(Optional.empty(), aliases.targets(address("info+x@lan.example")));
        assertEquals(Optional.empty(), aliases.catchAll("lan.example"));
    }

    @Test
    void rfc6531_3_3_matchesUnicodeDomainsHoweverTheyAreWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("aliases"), """
            info@XN--BCHER-KVA.example: j\u00f6rg
            @b\u00fccher.example: \"a b\"
            \"\"@b\u00fccher.example: nobody@lan.example
            """);
        Aliases aliases = Aliases.read(file, List.of("B\u00fccher.example"));
        assertEquals(
                Optional.of(List.of("j\u00f6rg@xn--bcher-kva.example")),
                shown(aliases.targets(address("INFO@b\u00fccher.example"))));
        for (String domain : List.of("B\u00dcCHER.example", "xn--bcher-kva.example")) {
            assertEquals(Optional.of(List.of("\"a b\"@xn--bcher-kva.example")), shown(aliases.catchAll(domain)));
        }
        assertEquals(
                Optional.of(List.of("nobody@lan.example")),
                shown(aliases.targets(address("\"\"@b\u00fccher.example"))),
                "an empty local part is no catch-all");
    }

    static Stream<Arguments> wrongLines() {
        return Stream.of(
                arguments("info", "1: is not \"address: target, target\""),
                arguments("info: a: b", "1: is not \"address: target, target\""),
                arguments("# c\n\ninfo:", "3: info has no target, or an empty one"),
                arguments("info: a,, b", "1: info has no target, or an empty one"),
                arguments("info: a b", "1: \"a b\" is not an address"),
                arguments("info: @lan.example", "1: \"@lan.example\" is not an address"),
                arguments("in fo: a", "1: \"in fo\" is not an address"),
                arguments(": a", "1: \"\" is not an address"),
                arguments("info@far.example: a", "1: \"far.example\" is not one of the domains of this server"),
                arguments("@far.example: a", "1: \"far.example\" is not one of the domains of this server"),
                arguments("@: a", "1: \"\" is not one of the domains of this server"),
                arguments("info: a\nINFO@lan.example: b", "2: info@lan.example is there already, in line 1"),
                arguments("@second.example: a\n@Second.example: b", "2: @second.example is there already, in line 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLines")
    void saysWhatIsWrongWithALine(String text, String fault) {
        assertEquals(List.of(fault), ReadFaults.of(() -> read(text)));
    }

    @Test
    void anAbsentFileHasNoAliases() throws Exception {
        Aliases aliases = Aliases.read(folder.resolve("absent"), List.of("x"));
        assertEquals(Optional.empty(), aliases.targets(address("postmaster@x")));
    }
}
