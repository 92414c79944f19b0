package mailserver.account;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import mailserver.mail.Address;

/**
 * Checks a password against the accounts as they are now, without telling by its speed whether the account exists.
 *
 * <p>Every check that fails costs one hash of each kind in the file. Whose account has a hash has spent that one; an
 * unknown user, or a readable secret, has spent none. The others are checked all the same, and whatever they say, the
 * answer is no. Hashes of different algorithms can't make up for each other in any other way.
 */
public final class Authenticator {
    private final Supplier<Accounts> accounts;
    private final PasswordCache remembered;
    private final RefusedPasswords refused = new RefusedPasswords();
    private final ScramSalts salts;
    private final BiPredicate<Secret, String> check;
    private final HashingLimiter gate = new HashingLimiter();

    /** @param salts kept in a file, else SCRAM tells across a restart who has an account and who not */
    public Authenticator(Supplier<Accounts> accounts, InstantSource clock, ScramSalts salts) {
        this(accounts, clock, salts, Secret::matches);
    }

    Authenticator(
            Supplier<Accounts> accounts, InstantSource clock, ScramSalts salts, BiPredicate<Secret, String> check) {
        this.accounts = accounts;
        this.remembered = new PasswordCache(clock);
        this.salts = salts;
        this.check = check;
    }

    /** Whether this password was right lately: no hash is made to find out. */
    public boolean remembers(Address address, String password) {
        return accounts.get()
                .find(address)
                .filter(known -> known.secret() instanceof Secret.Plain plain
                        ? plain.matches(password)
                        : remembered.has(known, password))
                .isPresent();
    }

    /** Whether this password was wrong before, for an account as it is now. Known without a hash, too, and of names without an account. */
    public boolean refusedBefore(Address address, String password) {
        return refused.has(address, accounts.get().find(address), password);
    }

    /** Whether this is the password of an account of this address, in the order in which such questions come. */
    public boolean verify(Address address, String password) {
        return verify(address, password, false);
    }

    /**
     * Whether this is the password of an account of this address.
     *
     * @param preferred it need not queue up behind the hashes of others
     */
    public boolean verify(Address address, String password, boolean preferred) {
        Accounts current = accounts.get();
        Optional<Account> account = current.find(address);
        if (account.filter(
                        known -> preferred && remembered.has(known, password) || remembered.hadLately(known, password))
                .isPresent()) {
            return true;
        }
        boolean verified = account.filter(known -> matches(known.secret(), password, preferred))
                .isPresent();
        if (verified) {
            account.ifPresent(known -> remembered.add(known, password));
        } else {
            equalize(account.map(Account::secret), current.hashesOfEachKind(), password, preferred);
            refused.add(address, account, password);
        }
        return verified;
    }

    private void equalize(Optional<Secret> spent, List<PasswordHash> hashes, String password, boolean preferred) {
        Optional<String> kind = spent.flatMap(PasswordHash::kindOf);
        hashes.stream()
                .filter(hash -> !kind.equals(Optional.of(hash.kind())))
                .forEach(hash -> matches(hash, password, preferred));
    }

    private boolean matches(Secret secret, String password, boolean preferred) {
        return gate.pass(secret.kibibytes(), preferred, () -> check.test(secret, password));
    }

    /** What a client that wants to log in as this address by SCRAM-SHA-256 has to answer. */
    public ScramChallenge scram(Address address) {
        Accounts current = accounts.get();
        Optional<Secret> secret = current.find(address).map(Account::secret);
        ScramParameters parameters = secret.filter(ScramHash.class::isInstance)
                .map(ScramHash.class::cast)
                .map(ScramHash::parameters)
                .orElseGet(() -> salts.parameters(address, current.scramHashes()));
        return new ScramChallenge(parameters, secret, gate);
    }

    /** Whether any account can log in by SCRAM: its keys are in the file, or its password, of which they are made. */
    public boolean knowsScram() {
        return accounts.get().all().stream()
                .anyMatch(account -> account.secret().knowsScram());
    }
}
