package mailserver.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
            if (!isLocal(address)) {
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
                .filter(target ->
                        isLocal(target) && !isAccount(target) && next(target).isEmpty())
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
                .anyMatch(address -> !isLocal(address)
                        || isAccount(address)
                        || seen.add(address.folded())
                                && next(address)
                                        .filter(targets -> arrives(targets, seen))
                                        .isPresent());
    }

    private boolean isLocal(Address address) {
        return settings.configuration().domains().contains(address.domain());
    }

    private boolean isAccount(Address address) {
        return settings.accounts().find(address).isPresent()
                || settings.accounts().find(address.withoutTag()).isPresent();
    }

    private Optional<List<Address>> next(Address address) {
        return aliasTargets(address).or(() -> settings.aliases().catchAll(address.domain()));
    }

    private Optional<List<Address>> aliasTargets(Address address) {
        return settings.aliases().targets(address).or(() -> settings.aliases().targets(address.withoutTag()));
    }
}
