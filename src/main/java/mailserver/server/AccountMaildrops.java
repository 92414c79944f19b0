package mailserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.config.Account;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.pop3.Login;
import mailserver.pop3.Maildrops;
import mailserver.sasl.LoginDesk;
import mailserver.store.Maildir;
import mailserver.store.Maildrop;
import mailserver.store.Measured;
import org.tinylog.Logger;

/** Opens the maildrop of whoever knows the account's password. */
final class AccountMaildrops implements Maildrops {
    private final ServerFiles files;
    private final Supplier<Settings> settings;
    private final Logins logins;
    private final LastLogins lastLogins;
    private final Measured measured = new Measured();

    AccountMaildrops(ServerFiles files, Supplier<Settings> settings, Logins logins, InstantSource clock) {
        this.files = files;
        this.settings = settings;
        this.logins = logins;
        this.lastLogins = new LastLogins(clock);
    }

    @Override
    public Login login(String user, String password, InetAddress client) {
        return switch (logins.desk(client).login(user, password)) {
            case LoginDesk.Outcome.LoggedIn(Address account) -> enter(account);
            case LoginDesk.Outcome.Later later -> new Login.Later();
            case LoginDesk.Outcome.Denied denied -> new Login.Denied();
            case LoginDesk.Outcome.Malformed malformed -> new Login.Denied();
            case LoginDesk.Outcome.Cancelled cancelled -> new Login.Denied();
        };
    }

    @Override
    public Login enter(Address address) {
        // It may have been removed by a reload since it logged in.
        return settings.get().accounts().find(address).map(this::open).orElseGet(Login.Denied::new);
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

    @Override
    public LoginDesk desk(InetAddress client) {
        return logins.desk(client);
    }
}
