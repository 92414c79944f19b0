package mailserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
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
    private final LastLogins lastLogins;
    private final Measured measured = new Measured();

    AccountMaildrops(ServerFiles files, Supplier<Settings> settings, InstantSource clock) {
        this.files = files;
        this.settings = settings;
        this.authenticator = new Authenticator(() -> settings.get().accounts(), clock);
        this.lastLogins = new LastLogins(clock);
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
        return open(account.get());
    }

    private Login open(Account account) {
        Duration delay = settings.get().configuration().pop3Extensions().loginDelay();
        Duration left = lastLogins.left(account.address(), delay);
        if (left.isPositive()) {
            return new Login.TooSoon(left);
        }
        Maildir mailbox = Maildir.of(files.maildir(), account.address());
        try {
            Optional<Maildrop> maildrop = Maildrop.open(mailbox.folder(), measured);
            maildrop.ifPresent(opened -> lastLogins.add(account.address(), delay));
            return maildrop.<Login>map(Login.Opened::new).orElseGet(Login.InUse::new);
        } catch (IOException e) {
            Logger.error("the maildrop of {} can't be opened: {}", account.address(), e.toString());
            return new Login.Unavailable();
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
