package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    // Both made by crypt(3) of libxcrypt; the second password is 72 times "a".
    private static final String GEHEIM = "$2b$05$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu";
    private static final String LONG = "$2y$05$abcdefghijklmnopqrstuuGUnCqbfgs3htOkLrFduUjAyLBw1Rq/u";

    @ParameterizedTest
    @ValueSource(strings = {"2a", "2b", "2y"})
    void checksHashesFromElsewhere(String version) {
        Secret secret = Secret.parse("{BLF-CRYPT}" + GEHEIM.replace("2b", version));
        assertTrue(secret.matches("geheim"));
        assertFalse(secret.matches("Geheim"));
        assertFalse(secret.matches(""));
        assertFalse(secret.matches("geheim\0geheim"));
    }

    @Test
    void readsSeventyTwoBytesAsCryptDoes() {
        Secret secret = Secret.parse("{BLF-CRYPT}" + LONG);
        assertFalse(secret.matches("a".repeat(71)));
        assertTrue(secret.matches("a".repeat(72)));
        assertTrue(secret.matches("a".repeat(73)));
    }

    @Test
    void readsAPlainPasswordWithAnythingInIt() {
        Secret secret = Secret.parse("{plain} pä{x}: #");
        assertTrue(secret.matches(" pä{x}: #"));
        assertFalse(secret.matches("pä{x}: #"));
    }

    @Test
    void writesWhatItReads() {
        assertEquals("{PLAIN}x", Secret.parse("{PLAIN}x").encoded());
        assertEquals(
                "{BLF-CRYPT}" + LONG, Secret.parse("{blf-crypt}" + LONG + " ").encoded());
    }

    @Test
    void neverShowsItself() {
        assertEquals("{PLAIN}…", new Secret.Plain("hunter2").toString());
        assertEquals("{BLF-CRYPT}…", new Secret.BlowfishCrypt(GEHEIM).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "hunter2,no scheme before the secret; write {BLF-CRYPT}hash or {PLAIN}password",
        "{MD5}hunter2,unknown scheme {MD5}; this version knows {BLF-CRYPT} and {PLAIN}",
        "{BLF-CRYPT}hunter2,not a bcrypt hash; {BLF-CRYPT} is followed by $2y$10$ and 53 characters",
        "{BLF-CRYPT}$2x$05$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu,"
                + "not a bcrypt hash; {BLF-CRYPT} is followed by $2y$10$ and 53 characters",
        "{BLF-CRYPT}$2y$31$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu,bcrypt cost 31 is not from 4 to 16",
        "{BLF-CRYPT}$2y$03$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu,bcrypt cost 3 is not from 4 to 16"
    })
    void saysWhatIsWrongWithoutTheSecret(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Secret.parse(text))
                        .getMessage());
    }
}
