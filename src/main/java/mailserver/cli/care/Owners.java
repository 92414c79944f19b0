package mailserver.cli.care;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailserver.account.Account;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Hint;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.store.Maildir;

/** Who has a mailbox in a home. */
record Owners(ServerFiles files, Settings settings) {
    /** The postmaster of the first domain has one without an account, too (RFC 5321 §4.5.1). */
    boolean has(Address address) {
        return find(address).isPresent();
    }

    Maildir mailbox(Address address) throws CommandFailed {
        Address owner = find(address)
                .orElseThrow(() -> new CommandFailed("there is no account " + address + "; "
                        + Hint.of(files, "user list") + " shows those there are"));
        return Maildir.of(files.maildir(), owner);
    }

    List<Maildir> mailboxes(List<Address> addresses) throws CommandFailed {
        var mailboxes = new ArrayList<Maildir>();
        for (Address address : addresses) {
            mailboxes.add(mailbox(address));
        }
        return mailboxes;
    }

    private Optional<Address> find(Address address) {
        Address postmaster =
                Address.POSTMASTER.at(settings.configuration().domains().getFirst());
        return settings.accounts()
                .find(address)
                .map(Account::address)
                .or(() -> Optional.of(postmaster).filter(one -> one.folded().equals(address.folded())));
    }
}
