package mailserver.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/** A home folder of this project's server, on two free ports. Every account's password is "secret". */
public record Home(Path folder, int smtpPort, int pop3Port) {
    public static final String DOMAIN = "here.example";
    public static final String PASSWORD = "secret";

    /**
     * Writes the configuration.
     *
     * @param users the local parts of the accounts
     * @param more  configuration lines; keys of the top level can't be among them
     */
    public static Home make(Path folder, List<String> users, String... more) throws IOException {
        var home = new Home(folder, Ports.free(), Ports.free());
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/mailserver.toml"), """
                hostname = "mail.here.example"
                domains = ["here.example"]
                [submission]
                listen = []
                listen_tls = []
                [smtp]
                listen = ["127.0.0.1:%d"]
                [pop3]
                listen_tls = []
                listen = ["127.0.0.1:%d"]
                %s
                """.formatted(
                        home.smtpPort, home.pop3Port, String.join("\n", more)));
        Path accounts = folder.resolve("etc/accounts");
        Files.createFile(accounts, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // A readable password costs the server no hashing, which is not what is measured or proved here.
        Files.writeString(
                accounts,
                users.stream()
                        .map(user -> address(user) + ":{PLAIN}" + PASSWORD + "\n")
                        .collect(Collectors.joining()));
        Files.writeString(
                folder.resolve("etc/aliases"), "postmaster@here.example: " + address(users.getFirst()) + "\n");
        return home;
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
