package mailserver.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A home folder of this project's server, on free ports. Every account's password is "secret".
 *
 * @param submissionPort 0 where it isn't listened to
 * @param pop3sPort      likewise
 */
public record Home(Path folder, int smtpPort, int pop3Port, int submissionPort, int pop3sPort) {
    public static final String DOMAIN = "here.example";
    public static final String PASSWORD = "secret";

    /**
     * Writes the configuration.
     *
     * @param users the local parts of the accounts
     * @param more  configuration lines; keys of the top level can't be among them
     */
    public static Home make(Path folder, List<String> users, String... more) throws IOException {
        // A readable password costs the server no hashing, which is not what is measured or proved here.
        return new Home(folder, Ports.free(), Ports.free(), 0, 0).write(users, "{PLAIN}" + PASSWORD, more);
    }

    /**
     * The same, with ports for submission and for POP3 over TLS, too.
     *
     * @param secret of every account, as it stands in the file: a hash of {@link #PASSWORD}, its scheme in braces ahead
     */
    public static Home makeForPeople(Path folder, List<String> users, String secret, String... more)
            throws IOException {
        return new Home(folder, Ports.free(), Ports.free(), Ports.free(), Ports.free()).write(users, secret, more);
    }

    private Home write(List<String> users, String secret, String... more) throws IOException {
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/mailserver.toml"), """
                hostname = "mail.here.example"
                domains = ["here.example"]
                [submission]
                listen = [%s]
                listen_tls = []
                [smtp]
                listen = ["127.0.0.1:%d"]
                [pop3]
                listen_tls = [%s]
                listen = ["127.0.0.1:%d"]
                %s
                """.formatted(
                        listen(submissionPort), smtpPort, listen(pop3sPort), pop3Port, String.join("\n", more)));
        Path accounts = folder.resolve("etc/accounts");
        Files.createFile(accounts, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                accounts,
                users.stream().map(user -> address(user) + ":" + secret + "\n").collect(Collectors.joining()));
        Files.writeString(
                folder.resolve("etc/aliases"), "postmaster@here.example: " + address(users.getFirst()) + "\n");
        return this;
    }

    private static String listen(int port) {
        return port == 0 ? "" : "\"127.0.0.1:" + port + "\"";
    }

    public static String address(String user) {
        return user + "@" + DOMAIN;
    }

    public InetSocketAddress smtp() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), smtpPort);
    }

    public InetSocketAddress pop3() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), pop3Port);
    }

    /** STARTTLS, and a login. */
    public InetSocketAddress submission() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), submissionPort);
    }

    /** TLS from the first octet. */
    public InetSocketAddress pop3s() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), pop3sPort);
    }

    public Path maildir() {
        return folder.resolve("maildir");
    }

    public Path mailbox(String user) {
        return maildir().resolve(DOMAIN).resolve(user);
    }

    public Path queue() {
        return maildir().resolve("queue");
    }

    /** There once every port answers, until a stop; a crash leaves it behind. */
    public Path portsFile() {
        return maildir().resolve("run/ports");
    }
}
