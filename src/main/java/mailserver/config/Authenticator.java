package mailserver.config;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import mailserver.mail.Address;

/**
 * Checks a password against the accounts as they are now, without telling by its speed whether the account exists.
 *
 * <p>Every check that fails costs as much as one check of the dearest hash in the file. An unknown user, or a wrong
 * password of an account that stores it readable, burns one dummy hash of that cost. A wrong password for a cheaper
 * hash has burnt 2^c of the 2^d already; hashes of the costs c, c+1, … d-1 make up the difference exactly.
 */
public final class Authenticator {
    // Hashing is pure computing, and a virtual thread that computes holds its carrier: a flood of logins may slow down
    // other logins, but leaves one processor to everybody else.
    private static final int HASHING_AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

    private final Supplier<Accounts> accounts;
    private final RememberedPasswords remembered;
    private final IntConsumer dummyHash;
    private final Semaphore hashing = new Semaphore(HASHING_AT_ONCE);

    public Authenticator(Supplier<Accounts> accounts, InstantSource clock) {
        this(accounts, clock, DummyHash::compute);
    }

    Authenticator(Supplier<Accounts> accounts, InstantSource clock, IntConsumer dummyHash) {
        this.accounts = accounts;
        this.remembered = new RememberedPasswords(clock);
        this.dummyHash = dummyHash;
    }

    public boolean verify(Address address, String password) {
        Accounts current = accounts.get();
        Optional<Account> account = current.find(address);
        if (account.filter(known -> remembered.has(known, password)).isPresent()) {
            return true;
        }
        hashing.acquireUninterruptibly();
        try {
            boolean verified =
                    account.filter(known -> known.secret().matches(password)).isPresent();
            if (!verified) {
                equalize(account, current.dearestCost());
            }
            account.filter(known -> verified).ifPresent(known -> remembered.add(known, password));
            return verified;
        } finally {
            hashing.release();
        }
    }

    private void equalize(Optional<Account> account, OptionalInt dearest) {
        if (dearest.isEmpty()) {
            return;
        }
        if (account.isPresent() && account.get().secret() instanceof Secret.BlowfishCrypt spent) {
            for (int cost = spent.cost(); cost < dearest.getAsInt(); cost++) {
                dummyHash.accept(cost);
            }
        } else {
            dummyHash.accept(dearest.getAsInt());
        }
    }
}
