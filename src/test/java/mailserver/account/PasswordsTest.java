package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    @Test
    void hashesWithASaltOfItsOwn() {
        String hash = Passwords.hash("pässword");
        assertTrue(hash.matches("\\{BLF-CRYPT}\\$2y\\$10\\$[./A-Za-z0-9]{53}"), hash);
        assertTrue(Secret.parse(hash).matches("pässword"));
        assertFalse(Secret.parse(hash).matches("password"));
        assertFalse(hash.equals(Passwords.hash("pässword")));
    }

    @Test
    void takesSeventyTwoBytesAndNotOneMore() {
        String longest = "ä".repeat(36);
        assertTrue(Secret.parse(Passwords.hash(longest)).matches(longest));
        assertRefused("the password has 73 bytes; bcrypt takes 72 at most", longest + "b");
    }

    @Test
    void preparesWhatItHashes() {
        // RFC 4013: the accent in a character of its own, and a no-break space.
        assertTrue(Secret.parse(Passwords.hash("pa\u0308ss\u00a0word")).matches("p\u00e4ss word"));
    }

    @Test
    void refusesWhatIsNoPassword() {
        assertRefused("the password is empty", "");
        assertRefused("the password has a NUL character in it", "a\0b");
    }

    private static void assertRefused(String message, String password) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Passwords.hash(password))
                        .getMessage());
    }

    @Test
    void generatesReadablePasswordsThatDiffer() {
        Set<String> seen = new HashSet<>();
        IntStream.range(0, 1000).forEach(i -> seen.add(Passwords.generate()));
        assertEquals(1000, seen.size());
        // 16 of 31 characters: 79 bits.
        seen.forEach(
                password -> assertTrue(password.matches("[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){3}"), password));
    }
}
