package mailserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.account.Authenticator;
import mailserver.account.ScramChallenge;
import mailserver.account.ScramSalts;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.sasl.Credentials;
import mailserver.sasl.LoginService;
import mailserver.server.limit.KnownLogins;
import mailserver.server.limit.LoginLimiter;
import mailserver.server.limit.ReplyDelay;

/** Who may log in: the accounts as they are now, one memory of passwords and of failures for all protocols. */
final class LoginPolicy {
    private final Supplier<Settings> settings;
    private final Authenticator authenticator;
    private final LoginLimiter limiter;

    LoginPolicy(ServerFiles files, Supplier<Settings> settings, InstantSource clock) throws IOException {
        this.settings = settings;
        // A class-room's server has nothing to hide, and keeps its folder free of secrets.
        boolean keeps = settings.get().configuration().tls().isPresent();
        ScramSalts salts = keeps ? ScramSalts.kept(files.scramKey()) : ScramSalts.fleeting();
        this.authenticator = new Authenticator(() -> settings.get().accounts(), clock, salts);
        var known = new KnownLogins(keeps ? Optional.of(files.knownLogins()) : Optional.empty(), clock);
        this.limiter = new LoginLimiter(authenticator, known, clock, ReplyDelay::pause);
    }

    LoginService loginService(InetAddress client) {
        LoginLimiter.Client guard = limiter.of(client);
        return new LoginService(
                new Credentials() {
                    @Override
                    public Address address(String user) {
                        return LoginPolicy.this.address(user);
                    }

                    @Override
                    public boolean verify(Address address, String password) {
                        return authenticator.verify(address, password, guard.isPreferred());
                    }

                    @Override
                    public ScramChallenge scram(Address address) {
                        return authenticator.scram(address);
                    }

                    @Override
                    public boolean knowsScram() {
                        return authenticator.knowsScram();
                    }
                },
                guard,
                plaintextAllowed(client));
    }

    boolean plaintextAllowed(InetAddress client) {
        return settings.get().configuration().trust().allowsPlaintextPassword(client);
    }

    /** A name without a domain means one of our first domain. What is no address is nobody's. */
    Address address(String user) {
        String home = settings.get().configuration().domains().getFirst();
        return Address.parse(user.contains("@") ? user : user + "@" + home).orElse(new Address("", ""));
    }
}
