package mailserver.cli.mail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mailserver.account.Account;
import mailserver.account.Accounts;
import mailserver.cli.support.CommandFailed;
import mailserver.config.ServerFiles;
import mailserver.config.file.ConfigurationException;
import mailserver.mail.Address;
import mailserver.mailbox.MailboxReader;
import mailserver.store.Maildir;
import picocli.CommandLine.Parameters;

/** Whose mailbox it is. */
final class MailboxOption {
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "whose mailbox")
    private Address address;

    Address address() {
        return address;
    }

    /** Its folder, which need not be there while an account is. */
    Path folder(ServerFiles files) throws CommandFailed {
        Optional<Address> account = account(files);
        Path folder = Maildir.of(files.maildir(), account.orElse(address)).folder();
        if (account.isEmpty() && !Files.isDirectory(folder)) {
            throw new CommandFailed(
                    "there is no account " + address + ", and no mailbox of that name in " + files.maildir());
        }
        return folder;
    }

    MailboxReader reader(ServerFiles files) throws CommandFailed {
        return new MailboxReader(folder(files), new MailboxReader.Memory());
    }

    private Optional<Address> account(ServerFiles files) {
        try {
            return Files.isReadable(files.accounts())
                    ? Accounts.read(files.accounts()).find(address).map(Account::address)
                    : Optional.empty();
        } catch (ConfigurationException e) {
            // Mail can be looked at all the same.
            return Optional.empty();
        }
    }
}
