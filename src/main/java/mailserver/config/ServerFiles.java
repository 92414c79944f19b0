package mailserver.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailserver.account.ScramSalts;

/**
 * Where everything lies: in a server's home folder, and for a node of a cluster, what belongs to all nodes in the folder that
 * they share.
 */
public record ServerFiles(Path home, Optional<SharedFiles> shared) {
    /** Of a single server. */
    public ServerFiles(Path home) {
        this(home, Optional.empty());
    }

    /** As the configuration in this home says, if there is one. */
    public static ServerFiles of(Path home) {
        var alone = new ServerFiles(home);
        return new ServerFiles(home, ClusterReader.glance(alone.configuration()).map(SharedFiles::new));
    }

    public Path etc() {
        return home.resolve("etc");
    }

    /** Where it says who has an account: people log in alike on every node. */
    private Path people() {
        return shared.map(SharedFiles::etc).orElseGet(this::etc);
    }

    public Path configuration() {
        return etc().resolve("mailserver.toml");
    }

    public Path accounts() {
        return people().resolve("accounts");
    }

    public Path aliases() {
        return people().resolve("aliases");
    }

    /** What programs come in with where a person would give a password. */
    public Path tokens() {
        return people().resolve("tokens");
    }

    /** What makes SCRAM's answers for names that nobody has; see {@link ScramSalts}. */
    public Path scramKey() {
        return people().resolve("scram.key");
    }

    /** The domains' folders, and in a single server's home beside them the queue, the running server's files and the log. */
    public Path maildir() {
        return shared.map(SharedFiles::maildir).orElseGet(this::local);
    }

    private Path local() {
        return home.resolve("maildir");
    }

    /** What in {@link #maildir()} is no domain's folder. */
    public Set<Path> notDomains() {
        return Stream.of("queue", "run", "log").map(maildir()::resolve).collect(Collectors.toUnmodifiableSet());
    }

    public Path queue() {
        return shared.map(all -> all.own().queue()).orElseGet(() -> local().resolve("queue"));
    }

    /** What could be neither delivered nor returned. */
    public Path failed() {
        return queue().resolve("failed");
    }

    public Path run() {
        return local().resolve("run");
    }

    public Path lock() {
        return run().resolve("lock");
    }

    public Path pid() {
        return run().resolve("pid");
    }

    public Path control() {
        return run().resolve("control");
    }

    /** From where each account has logged in lately. */
    public Path knownLogins() {
        return run().resolve("known-logins");
    }

    /** Which browsers are signed in. */
    public Path signIns() {
        return run().resolve("sign-ins");
    }

    public Path log() {
        return local().resolve("log");
    }

    /** Whether this server delivered a message with such a file name, see {@link #deliveringHost}. */
    public boolean isDeliveredHere(String fileName) {
        return shared.map(all -> fileName.matches("[^.]*\\.[^.]*\\." + all.own().name() + "\\..*"))
                .orElse(true);
    }

    /** This machine's name as file names of messages have it; two nodes may run on one machine. */
    public String deliveringHost(String hostname) {
        return shared.map(all -> all.own().name() + "." + hostname).orElse(hostname);
    }
}
