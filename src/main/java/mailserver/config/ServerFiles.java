package mailserver.config;

import java.nio.file.Path;
import mailserver.account.ScramSalts;

/** Where everything lies in a server's home folder. */
public record ServerFiles(Path home) {
    public Path etc() {
        return home.resolve("etc");
    }

    public Path configuration() {
        return etc().resolve("mailserver.toml");
    }

    public Path accounts() {
        return etc().resolve("accounts");
    }

    public Path aliases() {
        return etc().resolve("aliases");
    }

    /** What programs come in with where a person would give a password. */
    public Path tokens() {
        return etc().resolve("tokens");
    }

    /** What makes SCRAM's answers for names that nobody has; see {@link ScramSalts}. */
    public Path scramKey() {
        return etc().resolve("scram.key");
    }

    /** The domains' folders, and beside them the queue, the running server's files and the log. */
    public Path maildir() {
        return home.resolve("maildir");
    }

    public Path queue() {
        return maildir().resolve("queue");
    }

    /** What could be neither delivered nor returned. */
    public Path failed() {
        return queue().resolve("failed");
    }

    public Path run() {
        return maildir().resolve("run");
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
        return maildir().resolve("log");
    }
}
