package mailserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.account.Account;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.pop3.LoginResult;
import mailserver.pop3.Maildrops;
import mailserver.sasl.LoginService;
import mailserver.server.limit.LastLogins;
import mailserver.store.Fence;
import mailserver.store.Maildir;
import mailserver.store.Maildrop;
import mailserver.store.MeasurementCache;
import org.tinylog.Logger;

/** Opens the maildrop of whoever knows the account's password. */
final class AccountMaildrops implements Maildrops {
    private final ServerFiles files;
    private final Supplier<Settings> settings;
    private final LoginPolicy loginPolicy;
    private final LastLogins lastLogins;
    private final Fence fence;
    private final MeasurementCache measurements;

    AccountMaildrops(
            ServerFiles files, Supplier<Settings> settings, LoginPolicy loginPolicy, InstantSource clock, Fence fence) {
        this.fence = fence;
        this.files = files;
        this.settings = settings;
        this.loginPolicy = loginPolicy;
        this.measurements = files.shared().isPresent() ? MeasurementCache.withoutListings() : new MeasurementCache();
        this.lastLogins = new LastLogins(clock);
    }

    @Override
    public LoginResult login(String user, String password, InetAddress client) {
        return switch (loginPolicy.loginService(client).login(user, password)) {
            case LoginService.Outcome.LoggedIn(Address account) -> enter(account);
            case LoginService.Outcome.Later later -> new LoginResult.Later();
            case LoginService.Outcome.Denied denied -> new LoginResult.Denied();
            case LoginService.Outcome.Malformed malformed -> new LoginResult.Denied();
            case LoginService.Outcome.Cancelled cancelled -> new LoginResult.Denied();
        };
    }

    @Override
    public LoginResult enter(Address address) {
        // It may have been removed by a reload since it logged in.
        return settings.get().accounts().find(address).map(this::open).orElseGet(LoginResult.Denied::new);
    }

    private LoginResult open(Account account) {
        Duration delay = settings.get().configuration().pop3Extensions().loginDelay();
        Duration left = lastLogins.left(account.address(), delay);
        if (left.isPositive()) {
            return new LoginResult.TooSoon(left);
        }
        if (!fence.holds()) {
            return new LoginResult.Unavailable();
        }
        Maildir mailbox = Maildir.of(files.maildir(), account.address());
        try {
            Optional<Maildrop> maildrop = Maildrop.open(mailbox.folder(), measurements);
            maildrop.ifPresent(opened -> lastLogins.add(account.address(), delay));
            return maildrop.<LoginResult>map(opened -> new LoginResult.Opened(opened, account.address()))
                    .orElseGet(LoginResult.InUse::new);
        } catch (IOException e) {
            Logger.error("the maildrop of {} can't be opened: {}", account.address(), e.toString());
            return new LoginResult.Unavailable();
        }
    }

    @Override
    public LoginService loginService(InetAddress client) {
        return loginPolicy.loginService(client);
    }
}
