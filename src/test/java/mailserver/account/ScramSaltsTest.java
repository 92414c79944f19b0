package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mailserver.mail.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SCRAM shows for somebody without keys tells nobody that there are none. */
class ScramSaltsTest {
    private static final String KEYS =
            "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
    private static final Address ANN = new Address("ann", "x");

    @TempDir
    Path folder;

    private static ScramHash hash(int iterations, int saltLength) {
        return new ScramHash(iterations + "," + Base64.getEncoder().encodeToString(new byte[saltLength]) + "," + KEYS);
    }

    private static String shape(ScramParameters parameters) {
        return parameters.salt().length + " octets, " + parameters.iterations();
    }

    @Test
    void rfc5802_9_theSameNameAlwaysHasTheSameSalt() {
        ScramSalts salts = ScramSalts.fleeting();
        byte[] salt = salts.parameters(ANN, List.of()).salt();
        assertArrayEquals(
                salt, salts.parameters(new Address("ANN", "X"), List.of()).salt());
        assertFalse(Arrays.equals(
                salt, salts.parameters(new Address("bob", "x"), List.of()).salt()));
        assertFalse(Arrays.equals(
                salt, salts.parameters(new Address("ann", "y"), List.of()).salt()));
        assertFalse(Arrays.equals(
                salt, ScramSalts.fleeting().parameters(ANN, List.of()).salt()));
    }

    @Test
    void looksLikeTheAccountsThatHaveKeys() {
        ScramSalts salts = ScramSalts.fleeting();
        assertEquals("16 octets, 16384", shape(salts.parameters(ANN, List.of())));
        assertEquals("12 octets, 4096", shape(salts.parameters(ANN, List.of(hash(4096, 12)))));
        List<ScramHash> several = List.of(hash(4096, 12), hash(10_000, 32), hash(4096, 16));
        Set<String> shapes = IntStream.range(0, 200)
                .mapToObj(i -> shape(salts.parameters(new Address("user" + i, "x"), several)))
                .collect(Collectors.toSet());
        assertEquals(Set.of("12 octets, 4096", "32 octets, 10000", "16 octets, 4096"), shapes);
    }

    @Test
    void outlivesTheProcessInAFileOfItsOwn() throws Exception {
        Path file = folder.resolve("etc/scram.key");
        byte[] salt = ScramSalts.kept(file).parameters(ANN, List.of()).salt();
        assertArrayEquals(salt, ScramSalts.kept(file).parameters(ANN, List.of()).salt());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(65, Files.size(file));
    }

    @Test
    void makesAnotherKeyWhereOneIsDamaged() throws Exception {
        Path file = folder.resolve("scram.key");
        for (String damaged : List.of("", "\u00ff", "0".repeat(63), "0".repeat(65))) {
            Files.writeString(file, damaged);
            byte[] salt = ScramSalts.kept(file).parameters(ANN, List.of()).salt();
            assertArrayEquals(
                    salt, ScramSalts.kept(file).parameters(ANN, List.of()).salt());
            assertEquals(65, Files.size(file));
        }
    }
}
