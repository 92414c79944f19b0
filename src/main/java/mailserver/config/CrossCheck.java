package mailserver.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mailserver.account.Accounts;
import mailserver.account.Aliases;
import mailserver.config.file.BadValueException;
import mailserver.config.file.Faults;
import mailserver.mail.Address;

/** Finds what is wrong with the files only when they are seen together. */
final class CrossCheck {
    private final Settings settings;
    private final ServerFiles files;

    CrossCheck(Settings settings, ServerFiles files) {
        this.settings = settings;
        this.files = files;
    }

    void run(Faults faults) {
        for (Accounts.Entry entry : settings.accounts().entries()) {
            Address address = entry.account().address();
            if (!settings.hasDomainOf(address)) {
                faults.add(
                        files.accounts(),
                        entry.line(),
                        address + ": " + BadValueException.quoted(address.domain())
                                + " is not one of the domains of this server");
            }
        }
        settings.aliases().entries().forEach((alias, entry) -> check(alias, entry, faults));
    }

    private void check(String alias, Aliases.Entry entry, Faults faults) {
        List<Address> lost = entry.targets().stream()
                .filter(target -> !settings.canLeadTo(target))
                .toList();
        lost.forEach(target -> faults.add(
                files.aliases(), entry.line(), alias + ": " + target + " is neither an account nor an alias"));
        if (lost.isEmpty() && !arrives(entry.targets(), new HashSet<>())) {
            faults.add(files.aliases(), entry.line(), alias + ": leads round in a circle and to no mailbox");
        }
    }

    /** Whether one of these, followed through the aliases, ends at an account or leaves this server. */
    private boolean arrives(List<Address> addresses, Set<String> seen) {
        return addresses.stream()
                .anyMatch(address -> !settings.hasDomainOf(address)
                        || settings.isAccount(address)
                        || seen.add(address.folded())
                                && settings.next(address)
                                        .filter(targets -> arrives(targets, seen))
                                        .isPresent());
    }
}
