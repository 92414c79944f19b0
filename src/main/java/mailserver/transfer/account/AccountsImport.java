package mailserver.transfer.account;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.account.Account;
import mailserver.account.AccountsFile;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.BadValueException;
import mailserver.config.file.ConfigurationException;
import mailserver.mail.Address;

/** Adds the accounts of Dovecot's passwd-file to ours. Who has an account here keeps it as it is, so it can be run again. */
public final class AccountsImport {
    private final Settings settings;
    private final PasswdLine.Defaults defaults;
    private final Told told;

    /**
     * @param domain of names that have none
     * @param scheme of secrets that have none; those of crypt(3) that begin with {@code $} need none
     */
    public AccountsImport(Settings settings, String domain, Optional<String> scheme, Told told) {
        this.settings = settings;
        this.defaults = new PasswdLine.Defaults(domain, scheme);
        this.told = told;
    }

    /** What there is to add; nothing is written. */
    public Additions<Account> find(Path source) throws IOException {
        var added = new ArrayList<Account>();
        Map<String, Integer> lines = new HashMap<>();
        int present = 0;
        for (SourceText.Line line : SourceText.lines(source)) {
            Optional<Account> read = read(line);
            if (read.isEmpty()) {
                continue;
            }
            Account account = read.get();
            Address address = account.address();
            Integer first = lines.putIfAbsent(address.folded(), line.number());
            Optional<Account> ours = settings.accounts().find(address);
            if (first != null) {
                // As Dovecot has it, which complains, too.
                told.leftOut(line.number(), address + " is there already, in line " + first);
            } else if (ours.isPresent()) {
                present++;
                if (!ours.get().secret().equals(account.secret())
                        || !ours.get().quota().equals(account.quota())) {
                    told.kept(
                            line.number(),
                            address + " has an account here with another password or quota, which stays");
                }
            } else {
                added.add(account);
            }
        }
        return new Additions<>(added, present);
    }

    /** Writes what was found, all of it or nothing; returns what was not there by now. */
    public static List<Account> write(List<Account> accounts, ServerFiles files)
            throws IOException, ConfigurationException {
        return new AccountsFile(files.accounts(), (before, after) -> Settings.load(files, after)).addAll(accounts);
    }

    private Optional<Account> read(SourceText.Line line) {
        try {
            Optional<Account> account = PasswdLine.parse(line.text(), defaults);
            if (account.isPresent()) {
                Address address = account.get().address();
                if (!settings.configuration().domains().contains(address.domain())) {
                    throw new BadValueException(address + ": " + BadValueException.quoted(address.domain())
                            + " is not one of the domains of this server");
                }
            }
            return account;
        } catch (BadValueException e) {
            told.leftOut(line.number(), e.getMessage());
            return Optional.empty();
        }
    }
}
