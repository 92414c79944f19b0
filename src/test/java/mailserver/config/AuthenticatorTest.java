package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailserver.mail.Address;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    // "geheim" at cost 5, made by crypt(3).
    private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuVWu8RjbNovPZWAMRdd7iqaaG0mI53Uu";
    private static final Secret HASHED = new Secret.BlowfishCrypt(HASH);
    // Of no known password.
    private static final Secret DEARER = new Secret.BlowfishCrypt(HASH.replace("$05$", "$07$"));

    private static final Address ALICE = new Address("alice", "x");
    private static final Address BOB = new Address("bob", "x");
    private static final Address NOBODY = new Address("nobody", "x");

    private final List<Integer> burnt = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private Accounts accounts = Accounts.EMPTY;
    private Authenticator authenticator;

    @BeforeEach
    void start() {
        authenticator = new Authenticator(() -> accounts, () -> now, burnt::add);
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
        assertEquals(List.of(), burnt);
        assertFalse(authenticator.verify(ALICE, "p"));
        assertFalse(authenticator.verify(ALICE, ""));
        assertFalse(authenticator.verify(BOB, "geheim"));
        assertFalse(authenticator.verify(NOBODY, "geheim"));
    }

    @Test
    void anUnknownUserCostsAsMuchAsAWrongPassword() {
        have(HASHED, new Secret.Plain("p"));
        authenticator.verify(ALICE, "wrong"); // this one was computed for real
        assertEquals(List.of(), burnt);
        authenticator.verify(NOBODY, "wrong");
        assertEquals(List.of(5), burnt);
        authenticator.verify(BOB, "wrong");
        assertEquals(List.of(5, 5), burnt);
    }

    @Test
    void aCheapHashIsMadeUpToTheDearest() {
        have(HASHED, DEARER);
        authenticator.verify(BOB, "wrong");
        assertEquals(List.of(), burnt);
        authenticator.verify(NOBODY, "wrong");
        assertEquals(List.of(7), burnt);
        burnt.clear();
        // 2^5 for real, 2^5 + 2^6 burnt: 2^7 altogether.
        authenticator.verify(ALICE, "wrong");
        assertEquals(List.of(5, 6), burnt);
    }

    @Test
    void withoutHashesThereIsNothingToBurn() {
        have(new Secret.Plain("a"), new Secret.Plain("b"));
        assertFalse(authenticator.verify(NOBODY, "a"));
        assertFalse(authenticator.verify(ALICE, "b"));
        assertEquals(List.of(), burnt);
    }

    @Test
    void theRealDummyIsAHashOfThatCost() {
        have(HASHED, HASHED);
        assertFalse(new Authenticator(() -> accounts, () -> now).verify(NOBODY, "nobody"));
    }

    @Test
    void remembersAPasswordForFiveMinutes() {
        RememberedPasswords remembered = new RememberedPasswords(() -> now);
        Account alice = new Account(ALICE, HASHED);
        assertFalse(remembered.has(alice, "geheim"));
        remembered.add(alice, "geheim");
        assertTrue(remembered.has(alice, "geheim"));
        assertFalse(remembered.has(alice, "Geheim"));
        assertFalse(remembered.has(new Account(BOB, HASHED), "geheim"));
        now = now.plusSeconds(299);
        assertTrue(remembered.has(alice, "geheim"));
        now = now.plusSeconds(1);
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
    void aWrongPasswordCostsTheSameWhileTheRightOneIsRemembered() {
        have(HASHED, DEARER);
        assertTrue(authenticator.verify(ALICE, "geheim"));
        assertFalse(authenticator.verify(ALICE, "wrong"));
        assertEquals(List.of(5, 6), burnt);
    }

    @Test
    void remembersABoundedNumber() {
        RememberedPasswords remembered = new RememberedPasswords(() -> now);
        for (int i = 0; i <= 10_000; i++) {
            remembered.add(new Account(new Address("u" + i, "x"), HASHED), "p");
        }
        assertFalse(remembered.has(new Account(new Address("u0", "x"), HASHED), "p"));
        assertTrue(remembered.has(new Account(new Address("u1", "x"), HASHED), "p"));
        assertTrue(remembered.has(new Account(new Address("u10000", "x"), HASHED), "p"));
    }
}
