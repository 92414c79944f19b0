package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
    void readsAPlainPasswordHoweverItsLettersAreComposed() {
        assertTrue(Secret.parse("{PLAIN}p\u00e4\u00a0b").matches("pa\u0308 b"));
        assertTrue(Secret.parse("{CLEARTEXT}pa\u0308 b").matches("p\u00e4\u00a0b"));
        assertFalse(Secret.parse("{PLAIN}p\u00e4 b").matches("pa b"));
        // A control character is not for RFC 4013 to prepare.
        assertTrue(Secret.parse("{PLAIN}a\tb").matches("a\tb"));
        assertFalse(Secret.parse("{PLAIN}a\tb").matches("a b"));
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
        for (String secret : List.of(
                "{BLF-CRYPT}" + GEHEIM,
                "{SHA256-CRYPT}$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
                "{ARGON2I}$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
                "{SCRAM-SHA-256}4096,YWJj,koQRTilebQOldAVuc6cHGYrF6ElP1Vz+0KOcLwrfPZo=,"
                        + "kFXdQy7sHFfczxbG68xg1EC9wkhL43w3hDI0tnvmfvM=")) {
            assertEquals(
                    secret.substring(0, secret.indexOf('}') + 1) + "…",
                    Secret.parse(secret).toString());
            assertEquals(secret, Secret.parse(secret).encoded());
        }
    }

    @Test
    void saysWhichSchemesItKnows() {
        assertEquals(
                "unknown scheme {MD5}; this version knows {BLF-CRYPT}, {SHA512-CRYPT}, {SHA256-CRYPT}, {CRYPT}, "
                        + "{ARGON2ID}, {ARGON2I}, {SCRAM-SHA-256} and {PLAIN}",
                assertThrows(IllegalArgumentException.class, () -> Secret.parse("{MD5}hunter2"))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "hunter2,no scheme before the secret; write {BLF-CRYPT}hash or {PLAIN}password",
        "{BLF-CRYPT}hunter2,not a bcrypt hash; {BLF-CRYPT} is followed by $2y$10$ and 53 characters",
        "{BLF-CRYPT}$2x$05$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu,"
                + "not a bcrypt hash; {BLF-CRYPT} is followed by $2y$10$ and 53 characters",
        "{BLF-CRYPT}$2y$31$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu,bcrypt cost 31 is not from 4 to 14",
        "{BLF-CRYPT}$2y$03$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu,bcrypt cost 3 is not from 4 to 14"
    })
    void saysWhatIsWrongWithoutTheSecret(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Secret.parse(text))
                        .getMessage());
    }
}
