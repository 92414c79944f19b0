package mailserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.config.Authenticator;
import mailserver.config.Network;
import mailserver.config.ScramChallenge;
import mailserver.config.ScramSalts;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.sasl.Credentials;
import mailserver.sasl.Guard;
import mailserver.sasl.LoginDesk;

/** Who may log in: the accounts as they are now, one memory of passwords and of failures for all protocols. */
final class Logins implements Credentials {
    private static final Duration TURNED_AWAY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Supplier<Settings> settings;
    private final Authenticator authenticator;
    private final GuessBrake brake;
    /** Of tries that begin together none knows yet that the others fail: without this, each connection had one for free. */
    private final Turnstile<Network> underWay = new Turnstile<>(8);

    Logins(ServerFiles files, Supplier<Settings> settings, InstantSource clock) throws IOException {
        this.settings = settings;
        this.brake = new GuessBrake(clock);
        // A class-room's server has nothing to hide, and keeps its folder free of secrets.
        ScramSalts salts = settings.get().configuration().tls().isPresent()
                ? ScramSalts.kept(files.scramKey())
                : ScramSalts.fleeting();
        this.authenticator = new Authenticator(() -> settings.get().accounts(), clock, salts);
    }

    LoginDesk desk(InetAddress client) {
        return new LoginDesk(this, new Braked(client), plaintextAllowed(client));
    }

    boolean plaintextAllowed(InetAddress client) {
        return settings.get().configuration().trust().allowsPlaintextPassword(client);
    }

    /** A name without a domain means one of our first domain. What is no address is nobody's. */
    @Override
    public Address address(String user) {
        String home = settings.get().configuration().domains().getFirst();
        return Address.parse(user.contains("@") ? user : user + "@" + home).orElse(new Address("", ""));
    }

    @Override
    public boolean verify(Address address, String password) {
        return authenticator.verify(address, password);
    }

    @Override
    public ScramChallenge scram(Address address) {
        return authenticator.scram(address);
    }

    @Override
    public boolean knowsScram() {
        return authenticator.knowsScram();
    }

    private final class Braked implements Guard {
        private final InetAddress client;
        private final Network network;

        Braked(InetAddress client) {
            this.client = client;
            this.network = Network.around(client);
        }

        @Override
        public boolean admits() {
            if (!underWay.enter(network, PATIENCE)) {
                return false;
            }
            Optional<Duration> wait = brake.beforeTry(client);
            if (wait.isEmpty()) {
                underWay.leave(network);
            }
            // Who is told to come back hears so late, too: else it would ask again in the next millisecond.
            Waiting.pause(wait.orElse(TURNED_AWAY));
            return wait.isPresent();
        }

        @Override
        public void done() {
            underWay.leave(network);
        }

        @Override
        public void denied(String user) {
            Waiting.pause(brake.failed(client, address(user).folded()));
        }
    }
}
