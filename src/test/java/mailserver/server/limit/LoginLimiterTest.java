package mailserver.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mailserver.account.Accounts;
import mailserver.account.Authenticator;
import mailserver.account.ScramChallenge;
import mailserver.account.ScramSalts;
import mailserver.config.value.Network;
import mailserver.mail.Address;
import mailserver.sasl.Credentials;
import mailserver.sasl.LoginService;
import mailserver.sasl.LoginService.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forty people behind one address, and somebody there who guesses; on a clock of the test's, and with pauses that it only counts. */
class LoginLimiterTest {
    private static final int PEOPLE = 40;
    private static final int GUESSES = 10_000;

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final AtomicReference<Duration> waited = new AtomicReference<>(Duration.ZERO);
    private final AtomicInteger looks = new AtomicInteger();
    private Authenticator authenticator;
    private LoginLimiter lanes;

    @BeforeEach
    void start() throws Exception {
        var lines = new StringBuilder("victim@x:{PLAIN}the-secret\n");
        for (int i = 0; i < PEOPLE; i++) {
            // Blowfish with the least cost: what is remembered must be remembered of a hash, too.
            lines.append("person" + i + "@x:{BLF-CRYPT}$2y$05$f42lfF/UXM8q1ucqyDn/a.P41GQsMXDGcJGTgckNkd2jYhL0qBMiK\n");
        }
        Accounts accounts = Accounts.read(Files.writeString(folder.resolve("accounts"), lines));
        authenticator = new Authenticator(() -> accounts, now::get, ScramSalts.fleeting());
        restart();
    }

    private void restart() {
        var known = new KnownLogins(Optional.of(folder.resolve("known-logins")), now::get);
        lanes = new LoginLimiter(
                authenticator, known, now::get, time -> waited.set(waited.get().plus(time)));
    }

    private Outcome login(String client, String user, String password) throws Exception {
        LoginLimiter.Client guard = lanes.of(InetAddress.getByName(client));
        waited.set(Duration.ZERO);
        var credentials = new Credentials() {
            @Override
            public Address address(String name) {
                return Address.parse(name).orElseThrow();
            }

            @Override
            public boolean verify(Address address, String given) {
                looks.incrementAndGet();
                return authenticator.verify(address, given, guard.isPreferred());
            }

            @Override
            public ScramChallenge scram(Address address) {
                return authenticator.scram(address);
            }

            @Override
            public boolean knowsScram() {
                return false;
            }
        };
        return new LoginService(credentials, guard, true).login(user, password);
    }

    private void everybodyGetsInAtOnce(String client) throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            assertInstanceOf(Outcome.LoggedIn.class, login(client, "person" + i + "@x", "p\u00e4ssword"));
            assertEquals(Duration.ZERO, waited.get());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, victim@x",
        "192.0.2.1, 192.0.2.1, nobody@x",
        "192.0.2.1, 192.0.2.1, person7@x",
        "2001:db8::1, 2001:db8::2, victim@x",
        "2001:db8::1, 2001:db8::2, person7@x"
    })
    void tenThousandGuessesKeepNobodyWaitingAndGainNothing(String people, String guesser, String victim)
            throws Exception {
        everybodyGetsInAtOnce(people);
        int looked = 0;
        for (int i = 0; i < GUESSES; i++) {
            int before = looks.get();
            assertFalse(login(guesser, victim, "guess " + i) instanceof Outcome.LoggedIn);
            looked += looks.get() - before;
            if (i % 500 == 0) {
                everybodyGetsInAtOnce(people);
            }
            now.set(now.get().plusMillis(6));
        }
        // In a minute: three for free, then one each ten seconds, behind those that wait already.
        assertTrue(looked <= 20, "passwords looked at: " + looked);
    }

    @Test
    void guessesAtEverybodyKeepNobodyWaiting() throws Exception {
        everybodyGetsInAtOnce("192.0.2.1");
        for (int i = 0; i < GUESSES; i++) {
            login("192.0.2.1", "person" + i % PEOPLE + "@x", "guess " + i);
            now.set(now.get().plusMillis(6));
        }
        everybodyGetsInAtOnce("192.0.2.1");
    }

    @Test
    void aRightPasswordAmongTooManyGuessesIsKeptWaitingAsAnyOther() throws Exception {
        everybodyGetsInAtOnce("192.0.2.1");
        for (int i = 0; i < 3 * GUESSES; i++) {
            login("192.0.2.1", "person1@x", "guess " + i);
            now.set(now.get().plusSeconds(1));
        }
        assertFalse(login("192.0.2.1", "person1@x", "p\u00e4ssword") instanceof Outcome.LoggedIn
                && waited.get().isZero());
    }

    @Test
    void theSameWrongPasswordAgainIsOneGuess() throws Exception {
        login("192.0.2.1", "victim@x", "old password");
        int before = looks.get();
        for (int i = 0; i < 1_000; i++) {
            assertInstanceOf(Outcome.Denied.class, login("192.0.2.1", "victim@x", "old password"));
        }
        assertEquals(before, looks.get());
        assertInstanceOf(Outcome.LoggedIn.class, login("192.0.2.1", "victim@x", "the-secret"));
        assertEquals(Duration.ZERO, waited.get());
    }

    @Test
    void aWayOfItsOwnIsKeptThroughARestart() throws Exception {
        everybodyGetsInAtOnce("192.0.2.1");
        Path file = folder.resolve("known-logins");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String text = Files.readString(file);
        assertFalse(text.contains("person") || text.contains("192.0.2"), text);
        restart();
        for (int i = 0; i < 100; i++) {
            login("192.0.2.1", "victim@x", "guess " + i);
        }
        everybodyGetsInAtOnce("192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "00\n1 2\n", "not hex at all\n"})
    void aFileThatSaysNothingIsNoHindrance(String text) throws Exception {
        Files.writeString(folder.resolve("known-logins"), text);
        restart();
        everybodyGetsInAtOnce("192.0.2.1");
    }

    @Test
    void aMonthLaterOrElsewhereItIsGone() throws Exception {
        var known = new KnownLogins(Optional.of(folder.resolve("known-logins")), now::get);
        Network here = Network.around(InetAddress.getByName("192.0.2.1"));
        Network there = Network.around(InetAddress.getByName("192.0.2.2"));
        var bob = new Address("bob", "x");
        known.add(here, bob);
        assertTrue(known.has(here, bob));
        assertFalse(known.has(there, bob));
        now.set(now.get().plus(Duration.ofDays(32)));
        assertFalse(known.has(here, bob));
    }

    @Test
    void aBoundedNumberIsRemembered() throws Exception {
        var known = new KnownLogins(Optional.empty(), now::get);
        Network here = Network.around(InetAddress.getByName("192.0.2.1"));
        List<Address> many = new ArrayList<>();
        for (int i = 0; i <= 10_000; i++) {
            many.add(new Address("user" + i, "x"));
            known.add(here, many.get(i));
        }
        assertFalse(known.has(here, many.getFirst()));
        assertTrue(known.has(here, many.getLast()));
    }
}
