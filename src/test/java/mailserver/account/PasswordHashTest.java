package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes that others made. */
class PasswordHashTest {
    private static final String LONG_TEXT =
            "a very much longer text to encrypt.  This one even stretches over morethan one line.";
    private static final String SHORT_SALT_TEXT = "we have a short salt string but not a short password";

    private static final String KEY = "koQRTilebQOldAVuc6cHGYrF6ElP1Vz+0KOcLwrfPZo=";

    /** The vectors of Ulrich Drepper's "Unix crypt using SHA-256 and SHA-512". */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello world!|$6$saltstring"
                        + "$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
                "Hello world!|$6$rounds=10000$saltstringsaltst"
                        + "$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
                LONG_TEXT + "|$6$rounds=1400$anotherlongsalts"
                        + "$POfYwTEok97VWcjxIiSOjiykti.o/pQs.wPvMxQ6Fm7I6IoYN3CmLs66x9t0oSwbtEW7o7UmJEiDwGqd8p4ur1",
                SHORT_SALT_TEXT + "|$6$rounds=77777$short"
                        + "$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0",
                "the minimum number is still observed|$6$rounds=1000$roundstoolow"
                        + "$kUMsbe306n21p9R.FRkW3IGn.S9NPN0x50YhH1xhLsPuWGsUSklZt58jaTfF4ZEQpyUNGc0dqbpBYYBaHHrsX.",
                "Hello world!|$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
                "Hello world!|$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA",
                LONG_TEXT + "|$5$rounds=1400$anotherlongsalts$Rx.j8H.h8HjEDGomFU8bDkXm3XIUnzyxf12oP84Bnq1",
                SHORT_SALT_TEXT + "|$5$rounds=77777$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/"
            })
    void shaCryptAsItsPaperHasIt(String password, String hash) {
        String scheme = hash.startsWith("$6") ? "{SHA512-CRYPT}" : "{SHA256-CRYPT}";
        assertMatches(scheme + hash, password);
        assertMatches("{CRYPT}" + hash, password);
        assertMatches(hash, password);
    }

    /** The vectors of src/test.c in the reference implementation, those of version 19. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ARGON2ID}|$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "{ARGON2ID}|$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
                "{ARGON2I}|$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
                "{ARGON2I}|$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$T/XOJ2mh1/TIpJHfCdQan76Q5esCFVoT5MAeIM1Oq2E"
            })
    void argon2AsItsReferenceImplementationMakesIt(String scheme, String hash) {
        assertMatches(scheme + hash, "password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{BLF-CRYPT}$2y$05$gD9gGMBDRC1oelZ70wgUQ.1Q05eCEULK95CAZZLgMi78DlzsksUaq",
                "{CRYPT}$2y$05$f42lfF/UXM8q1ucqyDn/a.P41GQsMXDGcJGTgckNkd2jYhL0qBMiK",
                "{SHA512-CRYPT}$6$9TmkKK4GauCEq8z/"
                        + "$8nMpMkZ2XueF.S5DTlf9H4.AQMaopPVAeaIXVCNm61bwQOX6UGAxa5h6u121w4hy9jKzT5eqjyzNRATyJ6skp1",
                "{SHA256-CRYPT}$5$/QXcKXZ.ZhVXTQcS$DbwT1N9nUEyomqboOD5N/f.SWVwjbTRS.H.GsHN7m2D",
                "{SCRAM-SHA-256}4096,4w4sQwbpRGIhE0qJ6P72qA==,koQRTilebQOldAVuc6cHGYrF6ElP1Vz+0KOcLwrfPZo=,"
                        + "kFXdQy7sHFfczxbG68xg1EC9wkhL43w3hDI0tnvmfvM="
            })
    void whatDoveadmMakesOfAPasswordBeyondAscii(String secret) {
        assertMatches(secret, "p\u00e4ssword");
        // The same letter, typed as two characters.
        assertTrue(Secret.parse(secret).matches("pa\u0308ssword"));
        assertFalse(Secret.parse(secret).matches("password"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ARGON2ID}$argon2id$v=19$m=65536,t=3,p=1$ZSq/YkuO0pQL8jehQl+9yQ"
                        + "$RpAwgxO8GUtdH5zBkGF34I7LMdP2Y4UOd+gJVeYy2Eg",
                "{ARGON2I}$argon2i$v=19$m=32768,t=4,p=1$KWqeNsYVe+dWPtsRBQm0aQ"
                        + "$kedoEkwPzCWGh8jUC9cengijdHmmHkyRzqEmkDCqLvo"
            })
    void whatDoveadmMakesWithArgon2(String secret) {
        assertTrue(Secret.parse(secret).matches("geheim"));
    }

    private static void assertMatches(String secret, String password) {
        assertTrue(Secret.parse(secret).matches(password), secret);
        assertFalse(Secret.parse(secret).matches(password + " "), secret);
    }

    @Test
    void aLongPasswordCantMakeShaCryptSlow() {
        // Of 256 times "a", made by crypt(3).
        Secret secret = Secret.parse("{SHA512-CRYPT}$6$rounds=1000$saltstring"
                + "$LD7sV.1FZoGkIbIVMXzVqTYw2TOVMX.jhbMsbJtUoCPCjPTEAKdN46mWnhatN44K8bCzJ1hvdzqvn.CHm/Sxj1");
        assertFalse(secret.matches("a".repeat(256)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{BLF-CRYPT}$2y$31$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu|"
                        + "bcrypt cost 31 is not from 4 to 14",
                "{BLF-CRYPT}$2y$15$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu|"
                        + "bcrypt cost 15 is not from 4 to 14",
                "{SHA256-CRYPT}$5$rounds=999999999$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/|"
                        + "rounds=999999999 is not from 1000 to 1000000",
                "{SHA256-CRYPT}$5$rounds=999$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/|"
                        + "rounds=999 is not from 1000 to 1000000",
                "{ARGON2ID}$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4|"
                        + "m=4194304 is more than 262144 KiB of memory for one login",
                "{ARGON2ID}$argon2id$v=19$m=9999999999,t=9999999999,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu"
                        + "|m=9999999999 is more than 262144 KiB of memory for one login",
                "{ARGON2ID}$argon2id$v=19$m=65536,t=13,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4|"
                        + "'m=65536 times t=13 is more than 786432, and a login would take seconds'",
                "{ARGON2ID}$argon2id$v=19$m=8,t=9999999999,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4|"
                        + "'m=8 times t=9999999999 is more than 786432, and a login would take seconds'",
                "{ARGON2ID}$argon2id$v=19$m=15,t=1,p=2$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4|"
                        + "m=15 is less than 8 times p=2",
                "{SCRAM-SHA-256}9999999999,YWJj,koQRTilebQOldAVuc6cHGYrF6ElP1Vz+0KOcLwrfPZo=,"
                        + "kFXdQy7sHFfczxbG68xg1EC9wkhL43w3hDI0tnvmfvM=|"
                        + "9999999999 iterations are not from 4096 to 1000000",
                "{SCRAM-SHA-256}1000,YWJj,koQRTilebQOldAVuc6cHGYrF6ElP1Vz+0KOcLwrfPZo=,"
                        + "kFXdQy7sHFfczxbG68xg1EC9wkhL43w3hDI0tnvmfvM=|"
                        + "1000 iterations are not from 4096 to 1000000",
                "{SCRAM-SHA-256}4096,koQRTilebQOldAVuc6cHGYrF6ElP1Vz+0KOcLwrfPZo8,"
                        + "koQRTilebQOldAVuc6cHGYrF6ElP1Vz+0KOcLwrfPZo=,kFXdQy7sHFfczxbG68xg1EC9wkhL43w3hDI0tnvmfvM=|"
                        + "33 octets of salt are more than 32"
            })
    void refusesWhatWouldCostTooMuch(String secret, String message) {
        assertEquals(message, refusal(secret));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{SHA512-CRYPT}hunter2",
                "{SHA256-CRYPT}$5$$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
                "{SHA256-CRYPT}$5$rounds=0$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
                "{SHA256-CRYPT}$5$seventeen-letters$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
                "{SHA512-CRYPT}$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
                "{SHA256-CRYPT}$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc",
                "{ARGON2ID}hunter2",
                "{ARGON2ID}$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
                "{ARGON2ID}$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "{ARGON2ID}$argon2id$v=19$m=0,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "{ARGON2ID}$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQxx$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "{SCRAM-SHA-256}hunter2",
                "{SCRAM-SHA-256}4096,," + KEY + "," + KEY,
                "{SCRAM-SHA-256}4096,====," + KEY + "," + KEY,
                "{SCRAM-SHA-256}4096,YWJj,YWJj," + KEY,
                "{SCRAM-SHA-256}4096,YWJj," + KEY + ",YWJj",
                "{SCRAM-SHA-256}4096,YWJj," + KEY
            })
    void refusesWhatIsNoSuchHashWithoutShowingIt(String secret) {
        String message = refusal(secret);
        assertTrue(message.startsWith("not such a hash; {"), message);
        assertFalse(message.contains("hunter2"), message);
        assertFalse(message.contains("koQRTil"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$y$j9T$salt$hash", "{CRYPT}$1$salt$hash", "{CRYPT}abJnggxhB/yWI", "$ecret"})
    void saysWhichHashesOfCryptItKnows(String secret) {
        assertEquals("of the hashes of crypt(3) this version knows $2y$, $5$ and $6$", refusal(secret));
    }

    private static String refusal(String secret) {
        return assertThrows(IllegalArgumentException.class, () -> Secret.parse(secret))
                .getMessage();
    }

    @Test
    void hashesOfOneKindCostTheSame() {
        assertEquals("bcrypt 5", kind("{CRYPT}$2y$05$f42lfF/UXM8q1ucqyDn/a.P41GQsMXDGcJGTgckNkd2jYhL0qBMiK"));
        assertEquals("SHA256-CRYPT 5000 10", kind("{CRYPT}$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"));
        assertEquals(
                "argon2i 256 2 1",
                kind("{ARGON2I}$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8"));
        assertEquals(
                "scram 4096",
                kind("{SCRAM-SHA-256}4096,YWJj,koQRTilebQOldAVuc6cHGYrF6ElP1Vz+0KOcLwrfPZo=,"
                        + "kFXdQy7sHFfczxbG68xg1EC9wkhL43w3hDI0tnvmfvM="));
    }

    private static String kind(String secret) {
        return PasswordHash.kindOf(Secret.parse(secret)).orElseThrow();
    }
}
