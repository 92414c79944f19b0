package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailserver.mail.Address;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    // "geheim" at cost 5, made by crypt(3).
    private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu";
    private static final Secret HASHED = new BlowfishCrypt(HASH);
    // Of no known password.
    private static final Secret DEARER = new BlowfishCrypt(HASH.replace("$05$", "$07$"));
    private static final Secret OTHER =
            Secret.parse("$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"); // "Hello world!"

    private static final Address ALICE = new Address("alice", "x");
    private static final Address BOB = new Address("bob", "x");
    private static final Address NOBODY = new Address("nobody", "x");

    private final List<String> spent = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private Accounts accounts = Accounts.EMPTY;
    private Authenticator authenticator;

    @BeforeEach
    void start() {
        authenticator = new Authenticator(() -> accounts, () -> now, ScramSalts.fleeting(), (secret, password) -> {
            PasswordHash.kindOf(secret).ifPresent(spent::add);
            return secret.matches(password);
        });
    }

    private void have(Secret alice, Secret bob) {
        accounts = Accounts.of(List.of(new Account(ALICE, alice), new Account(BOB, bob)));
    }

    @Test
    void verifiesPasswords() {
        have(HASHED, new Secret.Plain("p"));
        assertTrue(authenticator.verify(ALICE, "geheim"));
        assertTrue(authenticator.verify(new Address("ALICE", "X"), "geheim"));
        assertTrue(authenticator.verify(BOB, "p"));
        assertEquals(List.of("bcrypt 5"), spent);
        assertFalse(authenticator.verify(ALICE, "p"));
        assertFalse(authenticator.verify(ALICE, ""));
        assertFalse(authenticator.verify(BOB, "geheim"));
        assertFalse(authenticator.verify(NOBODY, "geheim"));
    }

    @Test
    void anUnknownUserCostsAsMuchAsAWrongPassword() {
        have(HASHED, new Secret.Plain("p"));
        for (Address address : List.of(ALICE, BOB, NOBODY)) {
            authenticator.verify(address, "wrong");
            assertEquals(List.of("bcrypt 5"), spent, address::toString);
            spent.clear();
        }
    }

    @Test
    void whateverFailsCostsOneHashOfEachKind() {
        accounts = Accounts.of(List.of(
                new Account(new Address("carl", "x"), HASHED),
                new Account(ALICE, OTHER),
                new Account(BOB, DEARER),
                new Account(new Address("dora", "x"), new Secret.Plain("d"))));
        for (String user : List.of("carl", "alice", "bob", "dora", "nobody")) {
            assertFalse(authenticator.verify(new Address(user, "x"), "wrong"));
            spent.sort(null);
            assertEquals(List.of("SHA256-CRYPT 5000 10", "bcrypt 5", "bcrypt 7"), spent, user);
            spent.clear();
        }
    }

    @Test
    void nobodyGetsInWithSomebodyElsesPassword() {
        have(HASHED, OTHER);
        assertFalse(authenticator.verify(ALICE, "Hello world!"));
        assertFalse(authenticator.verify(BOB, "geheim"));
        assertFalse(authenticator.verify(NOBODY, "geheim"));
        assertTrue(authenticator.verify(BOB, "Hello world!"));
    }

    @Test
    void withoutHashesThereIsNothingToSpend() {
        have(new Secret.Plain("a"), new Secret.Plain("b"));
        assertFalse(authenticator.verify(NOBODY, "a"));
        assertFalse(authenticator.verify(ALICE, "b"));
        assertEquals(List.of(), spent);
    }

    @Test
    void remembersAPasswordForFiveMinutesAndWhereItIsKnownForAMonth() {
        PasswordCache remembered = new PasswordCache(() -> now);
        Account alice = new Account(ALICE, HASHED);
        assertFalse(remembered.hadLately(alice, "geheim"));
        remembered.add(alice, "geheim");
        assertTrue(remembered.hadLately(alice, "geheim"));
        assertFalse(remembered.hadLately(alice, "Geheim"));
        assertFalse(remembered.hadLately(new Account(BOB, HASHED), "geheim"));
        now = now.plusSeconds(299);
        assertTrue(remembered.hadLately(alice, "geheim"));
        now = now.plusSeconds(1);
        assertFalse(remembered.hadLately(alice, "geheim"));
        assertTrue(remembered.has(alice, "geheim"));
        now = now.plus(Duration.ofDays(31));
        assertFalse(remembered.has(alice, "geheim"));
    }

    @Test
    void aChangedSecretForgetsThePassword() {
        have(HASHED, HASHED);
        assertTrue(authenticator.verify(ALICE, "geheim"));
        have(DEARER, HASHED);
        assertFalse(authenticator.verify(ALICE, "geheim"));
        accounts = Accounts.EMPTY;
        assertFalse(authenticator.verify(ALICE, "geheim"));
    }

    @Test
    void aRememberedPasswordCostsNothingAndAWrongOneWhatItAlwaysDoes() {
        have(HASHED, DEARER);
        assertTrue(authenticator.verify(ALICE, "geheim"));
        spent.clear();
        assertTrue(authenticator.verify(ALICE, "geheim"));
        assertEquals(List.of(), spent);
        assertFalse(authenticator.verify(ALICE, "wrong"));
        assertEquals(List.of("bcrypt 5", "bcrypt 7"), spent);
    }

    @Test
    void remembersABoundedNumber() {
        PasswordCache remembered = new PasswordCache(() -> now);
        for (int i = 0; i <= 10_000; i++) {
            remembered.add(new Account(new Address("u" + i, "x"), HASHED), "p");
        }
        assertFalse(remembered.has(new Account(new Address("u0", "x"), HASHED), "p"));
        assertTrue(remembered.has(new Account(new Address("u1", "x"), HASHED), "p"));
        assertTrue(remembered.has(new Account(new Address("u10000", "x"), HASHED), "p"));
    }
}
