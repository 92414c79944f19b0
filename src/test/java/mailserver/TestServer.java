package mailserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.server.MailServer;
import mailserver.server.ServerOptions;
import mailserver.server.Service;
import mailserver.server.StartException;
import mailserver.store.MaildirName;

/** A whole server in a home folder of its own, on free ports. Accounts bob, alice and postmaster have the password "secret". */
public final class TestServer implements AutoCloseable {
    public final Path home;
    private MailServer server;

    private TestServer(Path home) {
        this.home = home;
    }

    /** @param more configuration lines beside listeners, hostname and domains */
    public static TestServer start(Path home, String domain, String... more) {
        return start("127.0.0.1", home, domain, more);
    }

    /** The same on IPv6 and IPv4. */
    public static TestServer startOnBothFamilies(Path home, String domain, String... more) {
        return start("[::]", home, domain, more);
    }

    private static TestServer start(String host, Path home, String domain, String... more) {
        var server = new TestServer(home);
        server.write("etc/mailserver.toml", """
                hostname = "mail.%s"
                domains = ["%s"]
                [smtp]
                listen = ["%s:0"]
                [submission]
                listen = ["%s:0"]
                listen_tls = ["%s:0"]
                [pop3]
                listen = ["%s:0"]
                listen_tls = ["%s:0"]
                %s
                """.formatted(
                        domain, domain, host, host, host, host, host, String.join("\n", more)));
        var accounts = new StringBuilder();
        for (String user : List.of("bob", "alice", "postmaster")) {
            accounts.append(user + "@" + domain + ":{PLAIN}secret\n");
        }
        server.write("etc/accounts", accounts.toString());
        server.start();
        return server;
    }

    public void write(String name, String text) {
        try {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() {
        start(ServerOptions.DEFAULT);
    }

    public void start(ServerOptions options) {
        try {
            server = MailServer.start(ServerFiles.of(home), settings(), options);
        } catch (StartException e) {
            throw new AssertionError(e);
        }
    }

    public Settings settings() {
        try {
            return Settings.load(ServerFiles.of(home));
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    public MailServer server() {
        return server;
    }

    public int smtpPort() {
        return server.addresses(Service.SMTP).getFirst().getPort();
    }

    public int pop3Port() {
        return server.addresses(Service.POP3).getFirst().getPort();
    }

    /** The files in {@code new} and {@code cur} of a mailbox, oldest first as POP3 numbers them. */
    public List<Path> mail(String domain, String user) {
        return Stream.of("new", "cur")
                .map(folder ->
                        home.resolve("maildir").resolve(domain).resolve(user).resolve(folder))
                .flatMap(TestServer::files)
                .sorted(Comparator.comparingLong((Path file) ->
                        MaildirName.parse(file.getFileName().toString()).time()))
                .toList();
    }

    /** The envelopes in the queue. */
    public List<Path> queued() {
        return files(ServerFiles.of(home).queue())
                .filter(file -> file.toString().endsWith(".envelope"))
                .toList();
    }

    public static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
