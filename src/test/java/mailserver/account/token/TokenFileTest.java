package mailserver.account.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import mailserver.mail.Address;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    private static final Optional<Address> BOB = Optional.of(new Address("bob", "lan.example"));

    @TempDir
    private Path folder;

    private Path file;
    private TokenFile tokens;

    @BeforeEach
    void open() {
        file = folder.resolve("etc/tokens");
        tokens = new TokenFile(file);
    }

    @Test
    void findsWhomTheWordsBelongToAndKeepsThemNowhere() throws Exception {
        String bobs = tokens.add("ci", BOB).orElseThrow();
        String admins = tokens.add("grafana", Optional.empty()).orElseThrow();
        assertTrue(bobs.matches("mst_[A-Za-z0-9_-]{43}"), bobs);
        assertEquals(BOB, tokens.find(bobs).orElseThrow().account());
        assertEquals(Optional.empty(), tokens.find(admins).orElseThrow().account());
        assertTrue(tokens.find("mst_").isEmpty());
        assertTrue(tokens.find("").isEmpty());
        String text = Files.readString(file);
        assertFalse(text.contains(bobs) || text.contains(bobs.substring(4)), text);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        // A name is taken once.
        assertTrue(tokens.add("ci", Optional.empty()).isEmpty());
    }

    @Test
    void aTokenThatIsRemovedCountsNoMore() throws Exception {
        String words = tokens.add("ci", BOB).orElseThrow();
        // Another process edits the same file.
        var other = new TokenFile(file);
        assertTrue(tokens.find(words).isPresent());
        assertTrue(other.remove("ci"));
        assertFalse(other.remove("ci"));
        assertTrue(tokens.find(words).isEmpty());
    }

    @Test
    void aLineThatMakesNoSenseOpensNothing() throws Exception {
        String words = tokens.add("ci", BOB).orElseThrow();
        Files.writeString(
                file,
                Files.readString(file) + "\n# a comment\nadmin\nx y admin\nlong " + "0".repeat(64) + " nobody\nx "
                        + "0".repeat(64) + " admin more\n");
        assertEquals(1, tokens.all().size());
        assertTrue(tokens.find(words).isPresent());
    }

    @Test
    void namesAreWordsThatNeedNoQuotes() {
        assertTrue(TokenFile.isName("ci-2.a_b"));
        assertFalse(TokenFile.isName(""));
        assertFalse(TokenFile.isName("a b"));
        assertFalse(TokenFile.isName("a\nb"));
        assertFalse(TokenFile.isName("x".repeat(65)));
    }
}
