package mailserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.config.Account;
import mailserver.config.Authenticator;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.pop3.Login;
import mailserver.pop3.Maildrops;
import mailserver.store.Maildir;
import mailserver.store.Maildrop;
import mailserver.store.Measured;
import org.tinylog.Logger;

/** Opens the maildrop of whoever knows the account's password. */
final class AccountMaildrops implements Maildrops {
    private final ServerFiles files;
    private final Supplier<Settings> settings;
    private final Authenticator authenticator;
    private final Measured measured = new Measured();

    AccountMaildrops(ServerFiles files, Supplier<Settings> settings, InstantSource clock) {
        this.files = files;
        this.settings = settings;
        this.authenticator = new Authenticator(() -> settings.get().accounts(), clock);
    }

    @Override
    public Login login(String user, String password, InetAddress client) {
        // Somebody who isn't an address gets the same work done, and the same answer, as one who isn't known.
        Address address = address(user);
        if (!authenticator.verify(address, password)) {
            return new Login.Denied();
        }
        Optional<Account> account = settings.get().accounts().find(address);
        if (account.isEmpty()) {
            // Removed by a reload since the line above.
            return new Login.Denied();
        }
        Maildir mailbox = Maildir.of(files.maildir(), account.get().address());
        try {
            return Maildrop.open(mailbox.folder(), measured)
                    .<Login>map(Login.Opened::new)
                    .orElseGet(Login.InUse::new);
        } catch (IOException e) {
            Logger.error("the maildrop of {} can't be opened: {}", address, e.toString());
            return new Login.Unavailable("the maildrop can't be opened just now");
        }
    }

    /** A name without a domain means one of our first domain. */
    private Address address(String user) {
        String home = settings.get().configuration().domains().getFirst();
        return Address.parse(user.contains("@") ? user : user + "@" + home).orElse(new Address("", ""));
    }

    @Override
    public boolean plaintextAllowed(InetAddress client) {
        return settings.get().configuration().trust().allowsPlaintextPassword(client);
    }
}
