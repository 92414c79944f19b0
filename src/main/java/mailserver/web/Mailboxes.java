package mailserver.web;

import java.nio.file.Path;
import mailserver.account.Account;
import mailserver.mail.Address;
import mailserver.server.MailServer;
import mailserver.store.Maildir;

/** Where mailboxes are. */
final class Mailboxes {
    private Mailboxes() {}

    /** As the account writes it; of an address without an account, as it is asked for. Whether the folder is there is not looked at. */
    static Path folder(MailServer server, Address address) {
        Address written =
                server.settings().accounts().find(address).map(Account::address).orElse(address);
        return Maildir.of(server.files().maildir(), written).folder();
    }
}
